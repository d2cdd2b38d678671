package io.pacekeeper.api;

import java.time.Duration;
import java.util.Locale;

/** Something that happened, as one node sees it. Handed to a {@link ClusterListener}. */
public sealed interface ClusterEvent {
  /** Returns the event as one line of text: ids first, then what happened. */
  String describe();

  /** This node takes part. */
  record Joined(String node, String incarnation) implements ClusterEvent {
    @Override
    public String describe() {
      return node + " joined, incarnation " + incarnation;
    }
  }

  /** This node takes part no more. */
  record Left(String node, String reason) implements ClusterEvent {
    @Override
    public String describe() {
      return node + " left: " + reason;
    }
  }

  /**
   * This node has not joined yet: it goes on trying, or waits until an administrator wants it to.
   */
  record JoinDelayed(String node, String reason) implements ClusterEvent {
    @Override
    public String describe() {
      return node + " waits to join: " + reason;
    }
  }

  /** This node cannot join as things are, such as when another JVM that lives has its name. */
  record JoinRefused(String node, String reason) implements ClusterEvent {
    @Override
    public String describe() {
      return node + " cannot join: " + reason;
    }
  }

  /** Another node takes part from now on. */
  record NodeOnline(String node) implements ClusterEvent {
    @Override
    public String describe() {
      return node + " is online";
    }
  }

  /** A node is not heard of, and what it runs is waited for. */
  record NodeUnclean(String node, String reason) implements ClusterEvent {
    @Override
    public String describe() {
      return node + " is unclean: " + reason;
    }
  }

  /** Another node has left: nothing of it is active any more. */
  record NodeOffline(String node) implements ClusterEvent {
    @Override
    public String describe() {
      return node + " is offline: it has left";
    }
  }

  /** A node is confirmed dead. */
  record NodeFenced(String node, String incarnation, String by) implements ClusterEvent {
    @Override
    public String describe() {
      return node + " is confirmed dead by " + by + ", incarnation " + incarnation;
    }
  }

  /** The DC, which is this node, has a node fenced by devices. */
  record FencingRequested(String node, String incarnation, String action, String reason)
      implements ClusterEvent {
    @Override
    public String describe() {
      return node + " is to be fenced (" + action + "), incarnation " + incarnation + ": " + reason;
    }
  }

  /** A fencing device did not do what the DC, which is this node, asked of it. */
  record FencingAttemptFailed(String node, String device, String action, String reason)
      implements ClusterEvent {
    @Override
    public String describe() {
      return node + " was not fenced by " + device + " (" + action + "): " + reason;
    }
  }

  /** Every fencing device has failed for a node; they are tried again after a pause. */
  record FencingFailed(String node, String reason, Duration pause) implements ClusterEvent {
    @Override
    public String describe() {
      return node
          + " could not be fenced: "
          + reason
          + "; tried again in "
          + pause.toMillis()
          + " ms";
    }
  }

  /** A fencing device can be used from this node no more, or can be again. */
  record FencingDeviceChanged(String node, String device, boolean usable, String reason)
      implements ClusterEvent {
    @Override
    public String describe() {
      return device + (usable ? " can" : " cannot") + " be used from " + node + ": " + reason;
    }
  }

  /** A node is DC from now on. */
  record DcElected(String node, long term) implements ClusterEvent {
    @Override
    public String describe() {
      return node + " is DC, term " + term;
    }
  }

  /** The DC, which is this node, ordered a transition. */
  record TransitionOrdered(String number, int actions, String summary) implements ClusterEvent {
    @Override
    public String describe() {
      return "transition "
          + number
          + ": "
          + actions
          + (actions == 1 ? " action: " : " actions: ")
          + summary;
    }
  }

  /** A resource is active on this node. */
  record ResourceStarted(String node, String resource, long fencingToken, Duration took)
      implements ClusterEvent {
    @Override
    public String describe() {
      return resource
          + " started on "
          + node
          + ", token "
          + fencingToken
          + ", in "
          + took.toMillis()
          + " ms";
    }
  }

  /** A resource is inactive on this node. */
  record ResourceStopped(String node, String resource, Duration took) implements ClusterEvent {
    @Override
    public String describe() {
      return resource + " stopped on " + node + ", in " + took.toMillis() + " ms";
    }
  }

  /** An instance of a resource is promoted on this node. */
  record ResourcePromoted(String node, String resource, long fencingToken, Duration took)
      implements ClusterEvent {
    @Override
    public String describe() {
      return resource
          + " promoted on "
          + node
          + ", token "
          + fencingToken
          + ", in "
          + took.toMillis()
          + " ms";
    }
  }

  /** An instance of a resource is promoted on this node no more. */
  record ResourceDemoted(String node, String resource, Duration took) implements ClusterEvent {
    @Override
    public String describe() {
      return resource + " demoted on " + node + ", in " + took.toMillis() + " ms";
    }
  }

  /** An operation of a resource failed on this node. */
  record OperationFailed(
      String node, String resource, Operation operation, int failcount, String reason)
      implements ClusterEvent {
    @Override
    public String describe() {
      return resource
          + " failed on "
          + node
          + ": "
          + operation.name().toLowerCase(Locale.ROOT)
          + ": "
          + reason
          + " (failcount "
          + Score.format(failcount)
          + ")";
    }
  }

  /** The connection to the cluster was lost, and the lease goes on. */
  record ConnectionLost(String node, Duration remaining) implements ClusterEvent {
    @Override
    public String describe() {
      return node + " lost its connection, its lease ends in " + remaining.toMillis() + " ms";
    }
  }

  /** The connection to the cluster is there again. */
  record ConnectionRestored(String node) implements ClusterEvent {
    @Override
    public String describe() {
      return node + " is connected again";
    }
  }

  /** The lease ends soon or has ended, so that everything that may run once is stopped. */
  record LeaseEnding(String node, String reason) implements ClusterEvent {
    @Override
    public String describe() {
      return node + " stops what may run once: " + reason;
    }
  }

  /** A document of the store is missing or cannot be read. */
  record DocumentUnreadable(String path, String problem) implements ClusterEvent {
    @Override
    public String describe() {
      return path + " cannot be read: " + problem;
    }
  }

  /** Something that an administrator should know. */
  record Warned(String node, String warning) implements ClusterEvent {
    @Override
    public String describe() {
      return node + ": " + warning;
    }
  }

  /** The JVM is about to be halted. */
  record Halting(String node, String reason) implements ClusterEvent {
    @Override
    public String describe() {
      return node + " halts its JVM: " + reason;
    }
  }
}
