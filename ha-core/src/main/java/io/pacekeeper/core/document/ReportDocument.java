package io.pacekeeper.core.document;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a node says is so.
 *
 * @param incarnation who says it
 * @param consumed the newest order that it has taken in: whatever that or an earlier one ordered is
 *     in {@code resources}, or will never be done
 * @param leaving whether it asks for everything to be moved away, because it leaves
 * @param resources what it runs, may run or has failures of; everything else is stopped
 */
public record ReportDocument(
    String incarnation,
    OrderNumber consumed,
    boolean leaving,
    SortedMap<String, ResourceState> resources)
    implements Document {
  public ReportDocument {
    resources = ImmutableSortedMap.copyOfSorted(resources);
  }

  /** Returns what is kept for the node, of all that it is about. */
  public SortedMap<String, ResourceState> locked() {
    SortedMap<String, ResourceState> locked = new TreeMap<>();
    resources.forEach(
        (resource, state) -> {
          if (state.lockedSince() != null && !state.phase().isPossiblyActive()) {
            locked.put(
                resource,
                new ResourceState(
                    Phase.STOPPED,
                    state.token(),
                    0,
                    null,
                    null,
                    PromotionState.NONE,
                    state.lockedSince()));
          }
        });
    return locked;
  }

  /** Returns what is kept for a node that has left, which is what it said last. */
  public static SortedMap<String, ResourceState> locked(
      @Nullable LeaseDocument lease, @Nullable ReportDocument report) {
    if (lease == null
        || report == null
        || lease.state() != LeaseDocument.State.RELEASED
        || !report.incarnation().equals(lease.incarnation())) {
      return ImmutableSortedMap.of();
    }
    return report.locked();
  }
}
