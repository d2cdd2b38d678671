package io.pacekeeper.core.document;

import com.google.common.collect.ImmutableSortedMap;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator says of a node.
 *
 * @param standby whether nothing is to run on it
 * @param maintenance whether what runs on it is left alone
 * @param attributes node attributes; they win over those that the node declares
 * @param change who changed it last, or null
 */
public record NodeDocument(
    boolean standby,
    boolean maintenance,
    SortedMap<String, String> attributes,
    @Nullable ChangeNote change)
    implements Document {
  /** Nothing said. */
  public static final NodeDocument EMPTY =
      new NodeDocument(false, false, ImmutableSortedMap.of(), null);

  public NodeDocument {
    attributes = ImmutableSortedMap.copyOfSorted(attributes);
  }
}
