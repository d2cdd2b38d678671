package io.pacekeeper.core.document;

import com.google.common.collect.ImmutableSortedMap;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator says of a node.
 *
 * @param standby who wants nothing to run on it
 * @param maintenance who wants what runs on it left alone
 * @param attributes node attributes; they win over those that the node declares
 * @param changes who changed it, newest last, at most {@link ChangeNote#LIMIT} of them
 * @param capacity how much it has of what resources take; it wins over what the node declares
 */
public record NodeDocument(
    List<Claim> standby,
    List<Claim> maintenance,
    SortedMap<String, String> attributes,
    List<ChangeNote> changes,
    SortedMap<String, Integer> capacity)
    implements Document {
  /** Nothing said. */
  public static final NodeDocument EMPTY =
      new NodeDocument(
          List.of(), List.of(), ImmutableSortedMap.of(), List.of(), ImmutableSortedMap.of());

  public NodeDocument {
    standby = Claim.sorted(standby);
    maintenance = Claim.sorted(maintenance);
    attributes = ImmutableSortedMap.copyOfSorted(attributes);
    changes = ChangeNote.newest(changes);
    capacity = ImmutableSortedMap.copyOfSorted(capacity);
  }

  /** Makes one in which nobody is named who wants it so. */
  public NodeDocument(
      boolean standby,
      boolean maintenance,
      SortedMap<String, String> attributes,
      @Nullable ChangeNote change) {
    this(
        standby ? List.of(unnamed()) : List.of(),
        maintenance ? List.of(unnamed()) : List.of(),
        attributes,
        change == null ? List.of() : List.of(change),
        ImmutableSortedMap.of());
  }

  /** Returns the claim of which only is known that there is one. */
  public static Claim unnamed() {
    return new Claim(Claim.UNNAMED, "", Instant.EPOCH, null);
  }

  /** Returns whether nothing is to run on it at this time. */
  public boolean isStandby(Instant now) {
    return Claim.anyHolds(standby, now);
  }

  /** Returns whether what runs on it is left alone at this time. */
  public boolean isMaintenance(Instant now) {
    return Claim.anyHolds(maintenance, now);
  }

  /** Returns when one of these ends by itself, or null for never. */
  public @Nullable Instant nextEnd(Instant now) {
    return Claim.earlier(Claim.nextEnd(standby, now), Claim.nextEnd(maintenance, now));
  }

  /** Returns the same without what has ended by itself; equal to this if nothing has. */
  public NodeDocument without(Instant now) {
    return new NodeDocument(
        Claim.holding(standby, now),
        Claim.holding(maintenance, now),
        attributes,
        changes,
        capacity);
  }

  /** Returns who changed it last, or null if nobody says so. */
  public @Nullable ChangeNote change() {
    return ChangeNote.last(changes);
  }

  /** Returns the same with other claims on its standby. */
  public NodeDocument withStandby(List<Claim> claims, ChangeNote note) {
    return new NodeDocument(
        claims, maintenance, attributes, ChangeNote.with(changes, note), capacity);
  }

  /** Returns the same with other claims on its maintenance. */
  public NodeDocument withMaintenance(List<Claim> claims, ChangeNote note) {
    return new NodeDocument(standby, claims, attributes, ChangeNote.with(changes, note), capacity);
  }

  /** Returns the same with other attributes. */
  public NodeDocument withAttributes(SortedMap<String, String> others, ChangeNote note) {
    return new NodeDocument(standby, maintenance, others, ChangeNote.with(changes, note), capacity);
  }

  /** Returns the same with another capacity. */
  public NodeDocument withCapacity(SortedMap<String, Integer> other, ChangeNote note) {
    return new NodeDocument(
        standby, maintenance, attributes, ChangeNote.with(changes, note), other);
  }
}
