package io.pacekeeper.core.document;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.StringJoiner;

/**
 * Who may do what with the cluster's documents, by role. What is written in it becomes the access
 * lists of the znodes; it proves nothing by itself.
 *
 * @param identities the identities that have a role, each as scheme, colon and id of the store:
 *     {@code digest:anna:...}, {@code x509:CN=anna}, {@code sasl:anna}
 * @param changes who changed it, the newest last, at most {@link ChangeNote#LIMIT} of them
 */
public record AccessDocument(
    SortedMap<Role, SortedSet<String>> identities, List<ChangeNote> changes) implements Document {
  /** Nobody but who has the cluster's credentials. */
  public static final AccessDocument EMPTY = new AccessDocument(ImmutableSortedMap.of());

  /** What somebody may do. Each may do what those after it may. */
  public enum Role {
    /** Take part as a node; everything. */
    NODE,
    /** Change the configuration. */
    ADMIN,
    /** Put in standby, move, clean up. */
    OPERATOR,
    /** Read. */
    OBSERVER
  }

  public AccessDocument {
    ImmutableSortedMap.Builder<Role, SortedSet<String>> copy = ImmutableSortedMap.naturalOrder();
    identities.forEach((role, ids) -> copy.put(role, ImmutableSortedSet.copyOfSorted(ids)));
    identities = copy.build();
    changes = ChangeNote.newest(changes);
  }

  /** Makes one that nobody has changed. */
  public AccessDocument(SortedMap<Role, SortedSet<String>> identities) {
    this(identities, List.of());
  }

  /** Returns the same with these identities, changed by somebody. */
  public AccessDocument with(SortedMap<Role, SortedSet<String>> changed, ChangeNote note) {
    return new AccessDocument(changed, ChangeNote.with(changes, note));
  }

  /** Returns who has this role itself. */
  public SortedSet<String> of(Role role) {
    return identities.getOrDefault(role, ImmutableSortedSet.of());
  }

  /** Shows how many have which role, and not who: some identities have the hash of a password. */
  @Override
  public String toString() {
    StringJoiner counts = new StringJoiner(", ", "AccessDocument[", "]");
    identities.forEach((role, ids) -> counts.add(role + " " + ids.size()));
    return counts.toString();
  }
}
