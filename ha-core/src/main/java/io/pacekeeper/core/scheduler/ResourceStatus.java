package io.pacekeeper.core.scheduler;

import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one resource is, and what its failures have to say.
 *
 * @param active where it is or could be active and can be stopped: on nodes that are online
 * @param unclean the nodes on which it could be active, and which are not confirmed dead
 * @param failures its failures that count, by node
 * @param hold why nothing is done with it, or null if it is the cluster's to start and stop
 * @param stopped the failure because of which it runs nowhere, or null
 */
record ResourceStatus(
    List<Place> active,
    List<Integer> unclean,
    List<NodeFailures> failures,
    @Nullable Hold hold,
    @Nullable NodeFailures stopped) {

  /** Inactive everywhere, and never failed. */
  static final ResourceStatus INACTIVE =
      new ResourceStatus(List.of(), List.of(), List.of(), null, null);

  /** A node on which the resource is or could be active. */
  record Place(int node, Phase phase, @Nullable Failure failure) {}

  /** The failures of the resource on a node, as far as they count. */
  record NodeFailures(int node, int failcount, @Nullable Failure failure) {}

  /**
   * Why nothing is done with a resource.
   *
   * @param node where it is taken to be, or -1 for nowhere
   * @param reason the reason, as a part of a sentence that begins with the resource
   * @param remedy what would end it
   */
  record Hold(int node, String reason, String remedy) {}

  /** Returns the node that it runs on, the first if there are several, or -1. */
  int currentNode() {
    return active.isEmpty() ? -1 : active.get(0).node();
  }
}
