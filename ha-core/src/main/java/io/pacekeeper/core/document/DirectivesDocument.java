package io.pacekeeper.core.document;

import com.google.common.collect.ImmutableSortedMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What operators want for a while, beside the configuration: moves and bans, and what is to be left
 * alone or kept stopped. Apart from the configuration, so that whoever may say this need not be
 * allowed to change that.
 *
 * @param maintenance who wants every resource left alone
 * @param resourceMaintenance who wants a resource left alone, by resource
 * @param stopped who wants a resource stopped, by resource
 * @param locations the constraints that moves and bans are made of
 * @param changes who changed it, newest last, at most {@link ChangeNote#LIMIT} of them
 */
public record DirectivesDocument(
    List<Claim> maintenance,
    SortedMap<String, List<Claim>> resourceMaintenance,
    SortedMap<String, List<Claim>> stopped,
    List<ResourceLocation> locations,
    List<ChangeNote> changes)
    implements Document {
  /** Nothing wanted. */
  public static final DirectivesDocument EMPTY =
      new DirectivesDocument(
          List.of(), ImmutableSortedMap.of(), ImmutableSortedMap.of(), List.of(), List.of());

  public DirectivesDocument {
    maintenance = Claim.sorted(maintenance);
    resourceMaintenance = copy(resourceMaintenance);
    stopped = copy(stopped);
    locations = List.copyOf(locations);
    changes = ChangeNote.newest(changes);
  }

  private static SortedMap<String, List<Claim>> copy(SortedMap<String, List<Claim>> claims) {
    ImmutableSortedMap.Builder<String, List<Claim>> copy = ImmutableSortedMap.naturalOrder();
    claims.forEach(
        (resource, all) -> {
          if (!all.isEmpty()) {
            copy.put(resource, Claim.sorted(all));
          }
        });
    return copy.build();
  }

  /** Returns the claims on one resource. */
  public static List<Claim> of(SortedMap<String, List<Claim>> claims, String resource) {
    return claims.getOrDefault(resource, List.of());
  }

  /** Returns when the first thing that holds now ends by itself, or null if none does. */
  public @Nullable Instant nextEnd(Instant now) {
    List<Claim> all = new ArrayList<>(maintenance);
    resourceMaintenance.values().forEach(all::addAll);
    stopped.values().forEach(all::addAll);
    Instant first = Claim.nextEnd(all, now);
    for (ResourceLocation location : locations) {
      first = location.holds(now) ? Claim.earlier(first, location.until()) : first;
    }
    return first;
  }

  /** Returns the same without what has ended by itself; equal to this if nothing has. */
  public DirectivesDocument without(Instant now) {
    return new DirectivesDocument(
        Claim.holding(maintenance, now),
        holding(resourceMaintenance, now),
        holding(stopped, now),
        locations.stream().filter(location -> location.holds(now)).toList(),
        changes);
  }

  private static SortedMap<String, List<Claim>> holding(
      SortedMap<String, List<Claim>> claims, Instant now) {
    SortedMap<String, List<Claim>> holding = new TreeMap<>();
    claims.forEach((resource, all) -> holding.put(resource, Claim.holding(all, now)));
    return holding;
  }

  /** Returns who changed it last, or null if nobody has. */
  public @Nullable ChangeNote change() {
    return ChangeNote.last(changes);
  }

  /** Returns the same with other claims on the maintenance of every resource. */
  public DirectivesDocument withMaintenance(List<Claim> claims, ChangeNote note) {
    return new DirectivesDocument(
        claims, resourceMaintenance, stopped, locations, ChangeNote.with(changes, note));
  }

  /** Returns the same with other claims on the maintenance of a resource. */
  public DirectivesDocument withResourceMaintenance(
      String resource, List<Claim> claims, ChangeNote note) {
    SortedMap<String, List<Claim>> all = new TreeMap<>(resourceMaintenance);
    all.put(resource, claims);
    return new DirectivesDocument(
        maintenance, all, stopped, locations, ChangeNote.with(changes, note));
  }

  /** Returns the same with other claims that a resource be stopped. */
  public DirectivesDocument withStopped(String resource, List<Claim> claims, ChangeNote note) {
    SortedMap<String, List<Claim>> all = new TreeMap<>(stopped);
    all.put(resource, claims);
    return new DirectivesDocument(
        maintenance, resourceMaintenance, all, locations, ChangeNote.with(changes, note));
  }

  /** Returns the same with other constraints. */
  public DirectivesDocument withLocations(List<ResourceLocation> others, ChangeNote note) {
    return new DirectivesDocument(
        maintenance, resourceMaintenance, stopped, others, ChangeNote.with(changes, note));
  }
}
