package io.pacekeeper.testkit.invariant;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.Operation;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.scheduler.SchedulerRun;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Something that happened in a simulation, as it really was and not as a node sees it. */
public sealed interface Happening {
  /** Returns it as one line of text. */
  String describe();

  /** A process of a node began. */
  record ProcessStarted(String process, String node) implements Happening {
    @Override
    public String describe() {
      return process + " begins";
    }
  }

  /** A process is gone, and everything that it ran. */
  record ProcessEnded(String process, String reason) implements Happening {
    @Override
    public String describe() {
      return process + " is gone: " + reason;
    }
  }

  /** A process is stopped by a signal: nothing of it runs, and its clock goes on. */
  record ProcessPaused(String process) implements Happening {
    @Override
    public String describe() {
      return process + " is paused";
    }
  }

  /** A process goes on where it was, unless its guard has ended it first. */
  record ProcessResumed(String process) implements Happening {
    @Override
    public String describe() {
      return process + " is resumed";
    }
  }

  /**
   * An operation of a resource was begun: its first line runs.
   *
   * @param exclusive whether the right that it is about may be had only once
   */
  record OperationBegan(
      String process, Operation operation, String resource, long token, boolean exclusive)
      implements Happening {
    /** Returns whether it gives a right that may be had only once. */
    boolean grantsExclusively() {
      return exclusive && (operation == Operation.START || operation == Operation.PROMOTE);
    }

    @Override
    public String describe() {
      return process + " begins " + word(operation) + " of " + resource + ", token " + token;
    }
  }

  /** An operation of a resource has ended: its last line ran. */
  record OperationEnded(
      String process, Operation operation, String resource, long token, @Nullable String failure)
      implements Happening {
    @Override
    public String describe() {
      return process
          + " ends "
          + word(operation)
          + " of "
          + resource
          + ", token "
          + token
          + (failure == null ? "" : ": " + failure);
    }
  }

  /**
   * The store has committed something.
   *
   * @param zxid the transaction's number
   * @param process who wrote it; null for an administrator
   * @param transaction what was asked for; null for an administrator and for the end of a session
   * @param changes what it changed
   */
  record Written(
      long zxid, @Nullable String process, @Nullable Transaction transaction, List<Change> changes)
      implements Happening {
    public Written {
      changes = List.copyOf(changes);
    }

    @Override
    public String describe() {
      return "zxid "
          + zxid
          + " of "
          + (process == null ? "an administrator" : process)
          + ": "
          + changes.stream().map(Change::toString).collect(Collectors.joining("; "));
    }
  }

  /** A service wrote to something outside that compares fencing tokens. */
  record Accessed(String process, String resource, long token, boolean accepted)
      implements Happening {
    @Override
    public String describe() {
      return process
          + (accepted ? " writes as " : " is refused to write as ")
          + resource
          + ", token "
          + token;
    }
  }

  /** A device is about to say that it has switched a host off, and has not. */
  record DeviceLies(String device, String incarnation) implements Happening {
    @Override
    public String describe() {
      return "-- " + device + " lies about " + incarnation;
    }
  }

  /** What a companion said, or became of it. */
  record Said(String companion, String what) implements Happening {
    @Override
    public String describe() {
      return companion + ": " + what;
    }
  }

  /** The store's servers commit nothing any more. */
  record QuorumLost() implements Happening {
    @Override
    public String describe() {
      return "-- the store has no quorum";
    }
  }

  /** The store's servers commit again. */
  record QuorumRegained() implements Happening {
    @Override
    public String describe() {
      return "-- the store has a quorum";
    }
  }

  /** What a node told the application. */
  record Told(String process, ClusterEvent event) implements Happening {
    @Override
    public String describe() {
      return process + " tells: " + event.describe();
    }
  }

  /** What a DC has decided, if there is anything new in it. */
  record Scheduled(String process, SchedulerRun run) implements Happening {
    @Override
    public String describe() {
      return process
          + " decides: "
          + run.decided().actions().size()
          + " actions, order "
          + (run.order() == null ? "none" : run.order());
    }
  }

  /** A fault, or an administrator's doing. */
  record Fault(String what) implements Happening {
    @Override
    public String describe() {
      return "-- " + what;
    }
  }

  /** How a document reads before and after a transaction; null where it is not there. */
  record Change(DocumentKey key, @Nullable Stored before, @Nullable Stored after) {
    @Override
    public String toString() {
      if (after == null) {
        return key + " deleted";
      }
      Document document = after.document();
      return key + " v" + after.version() + " " + (document == null ? "garbage" : document);
    }
  }

  private static String word(Operation operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }
}
