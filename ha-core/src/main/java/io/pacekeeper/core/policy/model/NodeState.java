package io.pacekeeper.core.policy.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A NodeState is what is known of a node: its membership, its transient attributes, its history.
 *
 * @param membership whether the cluster layer sees it ({@code in_ccm}), as written
 * @param peer whether its controller is there ({@code crmd}), as written
 */
public record NodeState(
    String id,
    @Nullable String name,
    @Nullable String membership,
    @Nullable String peer,
    @Nullable String join,
    @Nullable String expected,
    List<AttributeSet> attributes,
    List<ResourceHistory> history) {
  public NodeState {
    attributes = List.copyOf(attributes);
    history = List.copyOf(history);
  }
}
