package io.pacekeeper.cli;

import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.Participation;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.Stored;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a node is on its way in and out, as its documents show it.
 *
 * @param name its name
 * @param lease its lease as it was read, or null if it never had one
 * @param member its incarnation that takes part, or null if none shows itself
 * @param host its JVM that waits, or null if none shows itself
 * @param report what it says is so, or null if that is not there or cannot be read
 * @param fencing what is known of its deaths, or null
 * @param participation whether it is to take part
 */
record NodeLife(
    String name,
    @Nullable Stored lease,
    @Nullable MemberDocument member,
    @Nullable HostDocument host,
    @Nullable ReportDocument report,
    @Nullable FencingDocument fencing,
    Participation participation) {

  /** Where a node can be. */
  enum State {
    /** It takes part. */
    STARTED,
    /** A JVM of it waits. */
    WAITING,
    /** It takes no part, and no JVM of it shows itself. */
    ABSENT,
    /** Its lease is not over, and nobody shows himself who holds it. */
    UNCLEAN
  }

  State state() {
    LeaseDocument held = lease == null ? null : lease.as(LeaseDocument.class);
    if (lease != null && (held == null || !held.state().isOver())) {
      boolean holds =
          held != null
              && held.state() == LeaseDocument.State.HELD
              && member != null
              && member.incarnation().equals(held.incarnation());
      return holds ? State.STARTED : State.UNCLEAN;
    }
    return host != null ? State.WAITING : State.ABSENT;
  }

  /** Returns the JVM that would heed what is wanted of the node, or null if none shows itself. */
  @Nullable String process() {
    return switch (state()) {
      case STARTED -> member == null ? null : member.process();
      case WAITING -> host == null ? null : host.process();
      // Whoever shows himself may be about to stop, or to take the lease of his former life.
      case UNCLEAN -> member != null ? member.process() : host == null ? null : host.process();
      case ABSENT -> null;
    };
  }

  /** Returns whether the JVM that is there is to take part. */
  boolean isWanted() {
    String process = process();
    return process == null ? participation.enabled() : participation.isWanted(process);
  }

  /** Returns what is active on it, as it says itself. */
  List<String> active() {
    return state() != State.STARTED || report == null
        ? List.of()
        : report.resources().entrySet().stream()
            .filter(entry -> entry.getValue().phase().isPossiblyActive())
            .map(java.util.Map.Entry::getKey)
            .toList();
  }

  /** Returns where its JVM runs, in brackets; empty if none shows itself. */
  String place() {
    if (state() == State.STARTED && member != null) {
      return " (host %s, pid %d)".formatted(member.host(), member.pid());
    }
    return host == null ? "" : " (host %s, pid %d)".formatted(host.host(), host.pid());
  }

  /** Returns how it is, as a part of a sentence that begins with its name. */
  String describe() {
    return switch (state()) {
      case STARTED ->
          !isWanted()
              ? "is stopping"
              : report != null && report.leaving() ? "is leaving" : "takes part";
      case WAITING -> host == null ? "waits" : isWanted() ? "is joining" : waitsFor(host);
      case UNCLEAN -> host != null && isWanted() ? "is joining" : "is unclean";
      case ABSENT -> "has no running JVM";
    };
  }

  /** That it is disabled is said beside this. */
  private String waitsFor(HostDocument waiting) {
    Participation.Wish wish = participation.wish();
    boolean told = wish != null && wish.process().equals(waiting.process());
    return participation.enabled() || told ? waiting.waitsFor() : "waits";
  }
}
