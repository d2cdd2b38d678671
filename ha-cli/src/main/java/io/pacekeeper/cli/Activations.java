package io.pacekeeper.cli;

import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.ClusterStatus.Activity;
import io.pacekeeper.core.document.OrderNumber;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Says where a resource is active, since when, and why it was started there. */
final class Activations {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ROOT);

  private Activations() {}

  /** Returns a line for each place where it is active for certain. */
  static List<String> of(ClusterStatus status, String resource) {
    return status.resources().stream()
        .filter(one -> one.id().equals(resource))
        .flatMap(one -> one.active().stream())
        .filter(activity -> activity.confirmed() && activity.since() != null)
        .map(Activations::line)
        .toList();
  }

  private static String line(Activity activity) {
    Instant since = activity.since();
    String reason = activity.reason();
    return "Active on %s since %s%s"
        .formatted(
            activity.node(),
            since == null ? "" : TIME.withZone(ZoneId.systemDefault()).format(since),
            reason == null
                ? ", by transition " + OrderNumber.ofToken(activity.fencingToken())
                : ": " + reason);
  }
}
