package io.pacekeeper.core.controller;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.Role;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.fencing.FencingCall;
import io.pacekeeper.core.scheduler.SchedulerRun;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the controller wants done. The hands do it in the order in which it is listed. */
public sealed interface Effect {

  /** What is for the cluster layer. */
  sealed interface ToLayer extends Effect {}

  /**
   * Which documents a node wants to hear of.
   *
   * @param node its name
   * @param everything whether it wants to hear of all of them, because it is the DC or observes;
   *     otherwise the configuration, what operators want, who may do what, the term, all member
   *     nodes, and what is under its own name
   */
  record Interest(String node, boolean everything) {
    /** Returns whether a document is within the interest. */
    public boolean includes(DocumentKey key) {
      return includes(key.kind()) || key.node().equals(node);
    }

    /** Returns whether every document of a kind is within the interest, whosever it is. */
    public boolean includes(Kind kind) {
      return everything
          || switch (kind) {
            case CONFIG, TERM, MEMBER, ACCESS, DIRECTIVES -> true;
            default -> false;
          };
    }
  }

  /**
   * Write all of this or nothing, once, without any retry. Answered once, by {@code Committed},
   * {@code Conflicted}, {@code Refused} or {@code Uncertain}.
   */
  record Commit(long request, Transaction transaction) implements ToLayer {}

  /**
   * Read all documents of an interest. Answered once, by {@code ReadDone} or {@code ReadFailed}.
   */
  record Read(long request, Interest interest) implements ToLayer {}

  /** Read these documents; each is answered as if it had changed. */
  record Refresh(Set<DocumentKey> keys) implements ToLayer {
    public Refresh {
      keys = Set.copyOf(keys);
    }
  }

  /** Tell of every change within this interest, from now on, instead of an earlier interest. */
  record Watch(Interest interest) implements ToLayer {}

  /**
   * Run an operation of a resource, on a thread of its own. Answered once, when it has returned, by
   * {@code OperationReturned}, or by {@code OperationRefused} if the guard forbade to begin.
   *
   * @param id its id
   * @param operation which operation
   * @param resource of which resource or instance
   * @param right the right that is given by a start or a promotion, or the one under which the
   *     resource has been active until now
   * @param reason why
   */
  record RunOperation(long id, Operation operation, String resource, Right right, String reason)
      implements Effect {
    /** Makes one of what may run once. */
    public RunOperation(long id, Operation operation, String resource, long token, String reason) {
      this(id, operation, resource, new Right(token), reason);
    }

    /** Returns the token of the right. */
    public long token() {
      return right.token();
    }
  }

  /**
   * The right to be active, or to be promoted.
   *
   * @param role the role that it is a right to
   * @param token the token of the order that gave it, by which it is told from others
   * @param exclusive whether nobody else may have it at the same time, so that the token fences
   */
  record Right(Role role, long token, boolean exclusive) {
    /** Makes the right of what may run once. */
    public Right(long token) {
      this(Role.STARTED, token, true);
    }

    /** Returns the fencing token, or 0 if there is none. */
    public long fencingToken() {
      return exclusive ? token : 0;
    }
  }

  /** Interrupt an operation that has not returned. A hint to it; it is answered all the same. */
  record InterruptOperation(long id) implements Effect {}

  /** Tell a right of a resource that it is to end: its stop or demotion is about to be run. */
  record RevokeActivation(String resource, long token) implements Effect {}

  /**
   * Have the threads that run operations answer: whoever of them takes up what is handed to them,
   * before all operations that wait. Answered by {@code ThreadsAnswered}; asked again with the same
   * number when that is missing.
   */
  record AskThreads(long question) implements Effect {}

  /** Measure how full the heap is, and the load. Answered by {@code Measured}. */
  record Measure() implements Effect {}

  /**
   * Call a fencing device, on a thread of its own. Answered once by {@code Fenced}: when the device
   * has said something, or its timeout has passed.
   */
  record Fence(FencingCall call) implements Effect {}

  /** Interrupt a call of a fencing device that nobody waits for any more. A hint to the device. */
  record InterruptFencing(FencingCall call) implements Effect {}

  /**
   * Prove that this JVM holds the cluster's credentials. Answered once by {@code Proved}.
   *
   * @param request the id of the request
   * @param challenge what the proof is to be made over, beside the node and the process
   * @param process the id of this JVM's stay
   */
  record Prove(String request, String challenge, String process) implements Effect {}

  /**
   * Guard the lease from outside the loop, from now on and until the next one.
   *
   * @param beginUntilNanos after this moment no start and no monitor begins
   * @param killAtNanos at this moment the JVM is halted if it is still armed
   * @param armed whether anything that may run once is or could be active
   * @param incarnation whose lease it is, or null if there is none
   */
  record Guard(long beginUntilNanos, long killAtNanos, boolean armed, @Nullable String incarnation)
      implements Effect {}

  /** Tell the application. */
  record Publish(ClusterEvent event) implements Effect {}

  /** Note that the scheduler has run, for whoever keeps its runs. Nothing depends on it. */
  record Scheduled(SchedulerRun run) implements Effect {}

  /** Halt the JVM at once. */
  record Halt(String reason) implements Effect {}

  /**
   * The node has left (or could not join): nothing of it is active, and the layer may be closed.
   */
  record Finished(String reason) implements Effect {}
}
