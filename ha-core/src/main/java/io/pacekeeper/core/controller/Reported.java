package io.pacekeeper.core.controller;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.controller.HistoryKeeper.Note;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.HistoryDocument.Kind;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes have reported so far, as far as the history is concerned: what failed since it was
 * looked at last, and where each resource was active last. A report that has not changed is not
 * looked at again.
 */
final class Reported {
  private final Map<String, ReportDocument> seen = new HashMap<>();
  private final Map<String, Home> homes = new HashMap<>();
  private boolean begun;

  /** Where a resource was active, under which token. */
  private record Home(String node, long token) {}

  /** Looks at all reports; returns what has failed since the last time. */
  List<Note> look(Collection<Stored> reports, Instant at) {
    List<Note> failures = new ArrayList<>();
    for (Stored stored : reports) {
      ReportDocument report = stored.as(ReportDocument.class);
      String node = stored.key().node();
      ReportDocument before = report == null ? null : seen.put(node, report);
      if (report != null && !report.equals(before)) {
        compare(node, before, report, at, failures);
      }
    }
    // What had failed before this node became DC was for another one to tell.
    List<Note> told = begun ? failures : List.of();
    begun = true;
    return told;
  }

  private void compare(
      String node,
      @Nullable ReportDocument before,
      ReportDocument report,
      Instant at,
      List<Note> failures) {
    boolean same = before != null && before.incarnation().equals(report.incarnation());
    report
        .resources()
        .forEach(
            (resource, state) -> {
              if (state.phase() == ResourceState.Phase.STARTED) {
                homes.merge(
                    resource,
                    new Home(node, state.token()),
                    (known, one) -> known.token() > one.token() ? known : one);
              }
              ResourceState then =
                  before == null || !same ? null : before.resources().get(resource);
              Failure failure = state.failure();
              if (failure != null && (then == null || !failure.equals(then.failure()))) {
                failures.add(failed(node, resource, failure, state.failcount(), at));
              }
            });
  }

  private static Note failed(
      String node, String resource, Failure failure, int failcount, Instant at) {
    String text =
        "%s of %s failed on %s: %s (failcount %s)"
            .formatted(
                failure.operation().name().toLowerCase(Locale.ROOT),
                resource,
                node,
                failure.reason(),
                Score.format(failcount));
    return new Note(at, Kind.FAILURE, node, resource, 0, text);
  }

  /** Returns the node where a resource was active last, or null if none has said so. */
  @Nullable String home(String resource) {
    Home home = homes.get(resource);
    return home == null ? null : home.node();
  }
}
