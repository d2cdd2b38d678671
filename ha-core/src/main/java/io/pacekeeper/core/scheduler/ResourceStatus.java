package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.PromotionState;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.time.Instant;
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
 * @param lock for whom it is kept, or null
 */
record ResourceStatus(
    List<Place> active,
    List<Unclean> unclean,
    List<NodeFailures> failures,
    @Nullable Hold hold,
    @Nullable NodeFailures stopped,
    @Nullable Lock lock) {

  /** Inactive everywhere, and never failed. */
  static final ResourceStatus INACTIVE =
      new ResourceStatus(List.of(), List.of(), List.of(), null, null, null);

  /**
   * A node on which the resource, or an instance of it, is or could be active.
   *
   * @param name how orders and reports name it
   * @param certainty how much is known of it
   */
  record Place(
      String name,
      int node,
      Phase phase,
      @Nullable Failure failure,
      PromotionState promotion,
      Certainty certainty) {
    /** Returns whether it is promoted, or was to be. */
    boolean isPromoted() {
      return promotion.stage().isPossiblyPromoted();
    }

    /** Returns whether it could be promoted, whatever was to be. */
    boolean isPossiblyPromoted() {
      return isPromoted() || certainty == Certainty.NONE;
    }

    /** Returns whether a failure of this operation, or what followed from it, has not ended. */
    boolean isFailedBy(Operation operation) {
      return isFailed() && failure != null && failure.operation() == operation;
    }

    /** Returns whether it failed, or has to be stopped as if it had. */
    boolean isFailed() {
      return phase == Phase.FAILED || phase == Phase.STOPPING;
    }

    /** Returns whether it failed in a way after which it is to be demoted, and no more. */
    boolean isToBeDemoted() {
      return isPromoted()
          && phase == Phase.FAILED
          && failure != null
          && failure.isMendedByDemotion();
    }

    /** Returns whether a start has been ordered, and is not known to have succeeded. */
    boolean isStarting() {
      return phase == Phase.STARTING || phase == Phase.UNKNOWN;
    }
  }

  /** How much is known of what is active on a node. */
  enum Certainty {
    /** What its node said last is so, or is being changed. */
    KNOWN,
    /** Something was ordered, and its node has not said yet whether that has begun. */
    UNANSWERED,
    /** Nothing is known: it could be active and promoted. */
    NONE
  }

  /**
   * A node on which the resource, or an instance of it, could be active, and which is unclean.
   *
   * @param promoted whether it could be promoted there
   */
  record Unclean(String name, int node, boolean promoted) {}

  /** The failures of the resource, or of an instance, on a node, as far as they count. */
  record NodeFailures(String name, int node, int failcount, @Nullable Failure failure) {}

  /** A node that left, or is about to, and for which the resource is kept. */
  record Lock(int node, Instant since) {}

  /**
   * Why nothing is done with a resource.
   *
   * @param node where it is taken to be, or -1 for nowhere
   * @param reason the reason, as a part of a sentence that begins with the resource
   * @param remedy what would end it
   * @param unsure whether it is not known what is so
   */
  record Hold(int node, String reason, String remedy, boolean unsure) {
    Hold(int node, String reason, String remedy) {
      this(node, reason, remedy, false);
    }
  }

  /** Returns whether it is not known where it is, or whether it is promoted. */
  boolean isUnsure() {
    return hold != null && hold.unsure();
  }

  /** Returns whether an instance could not be stopped, and is left alone for that. */
  boolean isBlockedSomewhere() {
    return active.stream().anyMatch(place -> place.phase() == Phase.BLOCKED);
  }

  /** Returns the place of an instance on a node, or null if it is not active there. */
  @Nullable Place place(String name, int node) {
    for (Place place : active) {
      if (place.node() == node && place.name().equals(name)) {
        return place;
      }
    }
    return null;
  }

  /** Returns the node that it runs on, the first if there are several, or -1. */
  int currentNode() {
    return active.isEmpty() ? -1 : active.get(0).node();
  }
}
