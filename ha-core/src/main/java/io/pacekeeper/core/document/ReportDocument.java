package io.pacekeeper.core.document;

import com.google.common.collect.ImmutableSortedMap;
import java.util.SortedMap;

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
}
