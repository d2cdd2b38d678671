package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.cib.FailureTimeout;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.InstanceName;
import io.pacekeeper.core.document.PromotionState;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.document.TransitionOptions;
import io.pacekeeper.core.scheduler.ResourceStatus.Certainty;
import io.pacekeeper.core.scheduler.ResourceStatus.Hold;
import io.pacekeeper.core.scheduler.ResourceStatus.Lock;
import io.pacekeeper.core.scheduler.ResourceStatus.NodeFailures;
import io.pacekeeper.core.scheduler.ResourceStatus.Place;
import io.pacekeeper.core.scheduler.ResourceStatus.Unclean;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes say of their resources, read once: where each is active, which failures still
 * count, which resources are to be left alone, which nodes a failure put in standby.
 *
 * <p>Failures on nodes that are offline or unclean do not count: they go with the incarnation. Nor
 * do those of what nothing declares any more: it is stopped, whatever it did.
 */
final class History {
  private final ResourceStatus[] statuses;
  private final @Nullable String[] standbyBy;
  private final @Nullable Instant nextExpiry;

  private History(
      ResourceStatus[] statuses, @Nullable String[] standbyBy, @Nullable Instant nextExpiry) {
    this.statuses = statuses;
    this.standbyBy = standbyBy;
    this.nextExpiry = nextExpiry;
  }

  static History of(Roster roster, Instant now) {
    return new Reader(roster, now).read();
  }

  ResourceStatus of(int resource) {
    return statuses[resource];
  }

  /** Returns the resource whose failure put a node in standby, or null. */
  @Nullable String standbyBy(int node) {
    return standbyBy[node];
  }

  /** Returns when the next failure ceases to count, or null for never. */
  @Nullable Instant nextExpiry() {
    return nextExpiry;
  }

  /** Collects what is known of one resource while the nodes are read. */
  private static final class Notes {
    final List<Place> active = new ArrayList<>(1);
    final List<Unclean> unclean = new ArrayList<>(0);
    final List<NodeFailures> failures = new ArrayList<>(0);
    @Nullable Hold unsure;
    @Nullable Hold blocked;
    @Nullable NodeFailures stopped;
    @Nullable Integer underMaintenance;
    @Nullable Lock lock;
  }

  private static final class Reader {
    private final Roster roster;
    private final Instant now;
    private final @Nullable Notes[] notes;
    private final @Nullable String[] standbyBy;
    private @Nullable Instant nextExpiry;

    Reader(Roster roster, Instant now) {
      this.roster = roster;
      this.now = now;
      this.notes = new Notes[roster.resources.size()];
      this.standbyBy = new String[roster.nodes.size()];
    }

    History read() {
      for (int n = 0; n < roster.nodes.size(); n++) {
        NodeState node = roster.nodes.get(n);
        for (Map.Entry<String, ResourceState> entry : node.resources().entrySet()) {
          int resource = roster.resource(entry.getKey(), entry.getValue().phase());
          if (resource >= 0 && node.membership() != Membership.UNCLEAN) {
            readLock(n, resource, entry.getValue());
          }
          if (resource >= 0 && node.membership() != Membership.OFFLINE) {
            read(n, resource, entry.getKey(), entry.getValue());
          }
        }
      }
      ResourceStatus[] statuses = new ResourceStatus[notes.length];
      for (int r = 0; r < notes.length; r++) {
        statuses[r] = status(r, notes[r]);
      }
      return new History(statuses, standbyBy, nextExpiry);
    }

    private Notes note(int r) {
      Notes note = notes[r];
      if (note == null) {
        note = new Notes();
        notes[r] = note;
      }
      return note;
    }

    /** Notes for whom it is kept: if for several, for who left last. */
    private void readLock(int n, int r, ResourceState state) {
      TransitionOptions options = roster.options.transition();
      Instant since = state.lockedSince();
      if (!options.shutdownLock() || since == null || isCloned(r) || roster.isOrphan(r)) {
        return;
      }
      if (!options.shutdownLockLimit().isZero()) {
        // To the second, as the engine counts.
        Instant end = since.truncatedTo(ChronoUnit.SECONDS).plus(options.shutdownLockLimit());
        Instant expiry = end.plusSeconds(1);
        if (!now.isBefore(expiry)) {
          return;
        }
        expires(expiry);
      }
      Notes note = note(r);
      if (note.lock == null || since.isAfter(note.lock.since())) {
        note.lock = new Lock(n, since);
      }
    }

    private void expires(Instant expiry) {
      if (nextExpiry == null || expiry.isBefore(nextExpiry)) {
        nextExpiry = expiry;
      }
    }

    private void read(int n, int r, String name, ResourceState state) {
      Notes note = note(r);
      Membership membership = roster.nodes.get(n).membership();
      if (membership == Membership.UNCLEAN) {
        if (state.phase().isPossiblyActive()) {
          note.unclean.add(new Unclean(name, n, state.isPossiblyPromoted()));
        }
        return;
      }
      @Nullable Failure failure = readFailures(n, r, name, state, note);
      if (state.phase().isPossiblyActive()) {
        readActive(n, r, name, state, failure, note);
      }
    }

    /** Notes the failures that count, and returns the last one if it does. */
    private @Nullable Failure readFailures(
        int n, int r, String name, ResourceState state, Notes note) {
      if (roster.isOrphan(r)) {
        return null;
      }
      ResourceDefinition definition = roster.resources.get(r);
      Instant expiry = FailureTimeout.expiry(definition, state);
      if (expiry != null) {
        if (!now.isBefore(expiry)) {
          return null;
        }
        expires(expiry);
      }
      Failure failure = state.failure();
      if (failure != null && failure.onFail() == OnFail.IGNORE) {
        return failure;
      }
      NodeFailures failures = new NodeFailures(name, n, state.failcount(), failure);
      if (state.failcount() > 0) {
        note.failures.add(failures);
      }
      if (failure != null && failure.onFail() == OnFail.STOP && note.stopped == null) {
        note.stopped = failures;
      }
      if (failure != null && failure.onFail() == OnFail.STANDBY) {
        String first = standbyBy[n];
        if (first == null || definition.id().compareTo(first) < 0) {
          standbyBy[n] = definition.id();
        }
      }
      return failure;
    }

    private void readActive(
        int n, int r, String name, ResourceState state, @Nullable Failure failure, Notes note) {
      NodeState node = roster.nodes.get(n);
      Phase phase = state.phase();
      @Nullable OnFail onFail = failure == null ? null : failure.onFail();
      boolean unknown =
          phase == Phase.UNKNOWN || state.promotion().stage() == PromotionState.Stage.UNKNOWN;
      boolean pending = node.membership() == Membership.PENDING;
      if ((unknown || pending) && !isOneByItself(r, name, pending)) {
        if (note.unsure == null) {
          note.unsure =
              new Hold(
                  n,
                  unknown
                      ? "could be active on " + node.name() + ", which has not said so yet"
                      : "is on " + node.name() + ", which is pending",
                  "wait until " + node.name() + " has answered or is confirmed dead",
                  true);
        }
        return;
      }
      if (phase == Phase.BLOCKED || (phase == Phase.FAILED && onFail == OnFail.BLOCK)) {
        if (note.blocked == null && !isCloned(r)) {
          note.blocked =
              new Hold(
                  n,
                  "is blocked by " + describe(state.failure()) + " on " + node.name(),
                  "clean up " + roster.resources.get(r).id());
        }
        phase = Phase.BLOCKED;
      }
      if (phase == Phase.FAILED && onFail == OnFail.IGNORE) {
        phase = Phase.STARTED;
      }
      if (node.maintenance() && note.underMaintenance == null && !isCloned(r)) {
        note.underMaintenance = n;
      }
      Certainty certainty =
          !unknown
              ? Certainty.KNOWN
              : pending && phase == Phase.UNKNOWN ? Certainty.NONE : Certainty.UNANSWERED;
      note.active.add(new Place(name, n, phase, failure, state.promotion(), certainty));
    }

    private boolean isCloned(int r) {
      return roster.resources.get(r).cloning() != null;
    }

    /**
     * Returns whether what is not known of it leaves the other instances as they are: of those that
     * are all alike, and of one with a number that was ordered something. A node that is pending
     * could have any of those with numbers.
     */
    private boolean isOneByItself(int r, String name, boolean pending) {
      ResourceDefinition definition = roster.resources.get(r);
      return definition.isAnonymousClone()
          || (definition.isGloballyUnique() && InstanceName.isNumbered(name) && !pending);
    }

    private ResourceStatus status(int r, @Nullable Notes note) {
      if (note == null) {
        Hold hold = unmanaged(r, -1);
        return hold == null
            ? ResourceStatus.INACTIVE
            : new ResourceStatus(List.of(), List.of(), List.of(), hold, null, null);
      }
      return new ResourceStatus(
          note.active, note.unclean, note.failures, hold(r, note), note.stopped, note.lock);
    }

    private @Nullable Hold hold(int r, Notes note) {
      int at = note.active.isEmpty() ? -1 : note.active.get(0).node();
      if (note.unsure != null) {
        return at < 0
            ? note.unsure
            : new Hold(at, note.unsure.reason(), note.unsure.remedy(), true);
      }
      if (note.blocked != null) {
        return new Hold(at, note.blocked.reason(), note.blocked.remedy());
      }
      if (at < 0 && !note.unclean.isEmpty()) {
        at = note.unclean.get(0).node();
      }
      Hold unmanaged = unmanaged(r, at);
      if (unmanaged == null && note.underMaintenance != null) {
        String name = roster.nodeName(note.underMaintenance);
        return new Hold(
            at, "is on " + name + ", which is in maintenance", "end the maintenance of " + name);
      }
      return unmanaged;
    }

    private @Nullable Hold unmanaged(int r, int at) {
      ResourceDefinition definition = roster.resources.get(r);
      if (roster.options.maintenanceMode()) {
        return new Hold(
            at, "is left alone: the cluster is in maintenance", "set maintenance-mode to false");
      }
      if (definition.maintenance()) {
        return new Hold(
            at, "is in maintenance", "set maintenance of " + definition.id() + " to false");
      }
      return definition.managed()
          ? null
          : new Hold(at, "is not managed", "set is-managed of " + definition.id() + " to true");
    }
  }

  /** Returns a failure as a few words: {@code a failed monitor}. */
  static String describe(@Nullable Failure failure) {
    return failure == null
        ? "a failure"
        : "a failed " + failure.operation().name().toLowerCase(Locale.ROOT);
  }
}
