package io.pacekeeper.api;

import io.pacekeeper.api.ClusterStatus.Activity;
import io.pacekeeper.api.ClusterStatus.Change;
import io.pacekeeper.api.ClusterStatus.Dc;
import io.pacekeeper.api.ClusterStatus.FailedOperation;
import io.pacekeeper.api.ClusterStatus.FencingEvent;
import io.pacekeeper.api.ClusterStatus.Membership;
import io.pacekeeper.api.ClusterStatus.NodeStatus;
import io.pacekeeper.api.ClusterStatus.Phase;
import io.pacekeeper.api.ClusterStatus.ResourceStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes a cluster's status as text. */
final class StatusText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ROOT);

  private static final int INCARNATION_LENGTH = 8;

  private final ClusterStatus status;
  private final DateTimeFormatter time;
  private final StringBuilder text = new StringBuilder();
  private final int nameWidth;
  private final int stateWidth;
  private final int idWidth;

  StatusText(ClusterStatus status, ZoneId zone) {
    this.status = status;
    this.time = TIME.withZone(zone);
    this.nameWidth = width(status.nodes(), NodeStatus::name);
    this.stateWidth = width(status.nodes(), StatusText::state);
    this.idWidth = width(status.resources(), ResourceStatus::id);
  }

  String text() {
    addSummary();
    section("Node List", status.nodes(), this::node);
    section("Full List of Resources", status.resources(), this::resource);
    section("Failed Resource Actions", status.failures(), this::failure);
    section("Fencing History", status.fencing(), this::fencing);
    section("Warnings", status.warnings(), warning -> warning);
    return text.toString();
  }

  private void addSummary() {
    text.append("Cluster Summary:\n");
    item("Stack: " + status.stack());
    item("Current DC: " + dc(status.dc()) + " - partition with quorum");
    item("Last updated: " + time(status.lastUpdated()));
    Change change = status.lastChange();
    if (change != null) {
      item("Last change:  " + time(change.at()) + " by " + change.by() + " via " + change.via());
    }
    item(count(status.nodes().size(), "node") + " configured");
    item(count(status.resourcesConfigured(), "resource instance") + " configured");
    if (status.maintenanceMode()) {
      text.append("\n  *** The cluster is in maintenance: no resource is started or stopped ***\n");
    }
    if (status.stopAllResources()) {
      text.append("\n  *** Every resource is stopped: stop-all-resources is on ***\n");
    }
  }

  private static String dc(@Nullable Dc dc) {
    if (dc == null) {
      return "NONE";
    }
    String version = dc.version() == null ? "" : "version " + dc.version() + ", ";
    return dc.node()
        + " ("
        + version
        + "term "
        + dc.term()
        + (dc.member() ? ")" : "), which does not take part any more");
  }

  private String time(Instant instant) {
    return time.format(instant);
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private <T> void section(String title, List<T> items, Function<T, String> line) {
    if (items.isEmpty()) {
      return;
    }
    text.append('\n').append(title).append(":\n");
    for (T item : items) {
      item(line.apply(item));
    }
  }

  private void item(String line) {
    text.append("  * ").append(line).append('\n');
  }

  private String node(NodeStatus node) {
    String line = padded(node.name(), nameWidth);
    if (node.host() == null) {
      return line + "  " + state(node);
    }
    return line
        + "  "
        + padded(state(node), stateWidth)
        + "  "
        + node.host()
        + " pid "
        + node.pid()
        + ", incarnation "
        + shortened(node.incarnation());
  }

  private static String padded(String word, int width) {
    return word + " ".repeat(width - word.length());
  }

  private static <T> int width(List<T> all, Function<T, String> words) {
    return all.stream().mapToInt(one -> words.apply(one).length()).max().orElse(0);
  }

  static String state(NodeStatus node) {
    List<String> words = new ArrayList<>();
    words.add(
        switch (node.membership()) {
          case ONLINE -> "online";
          case PENDING -> "pending";
          case UNCLEAN -> "UNCLEAN";
          case OFFLINE -> "OFFLINE";
        });
    if (node.leaving() && node.membership() != Membership.OFFLINE) {
      words.add("leaving");
    }
    if (node.standby()) {
      words.add("standby");
    }
    if (node.standbyBy() != null) {
      words.add("standby (on-fail of " + node.standbyBy() + ")");
    }
    if (node.maintenance()) {
      words.add("maintenance");
    }
    return String.join(", ", words);
  }

  private String resource(ResourceStatus resource) {
    String line = padded(resource.id(), idWidth) + "  " + state(resource);
    List<Activity> shown = shown(resource);
    return shown.size() == 1 && shown.get(0).fencingToken() != 0
        ? line + ", token " + shown.get(0).fencingToken()
        : line;
  }

  /** Returns where it is; where it only could be is left out if it is known to be elsewhere. */
  private static List<Activity> shown(ResourceStatus resource) {
    boolean known = resource.active().stream().anyMatch(Activity::confirmed);
    return known
        ? resource.active().stream()
            .filter(activity -> activity.confirmed() || activity.phase() != Phase.UNKNOWN)
            .toList()
        : resource.active();
  }

  static String state(ResourceStatus resource) {
    List<String> places = new ArrayList<>();
    for (Activity activity : shown(resource)) {
      places.add(place(activity));
    }
    String state = places.isEmpty() ? "Stopped" : String.join(", ", places);
    List<String> notes = new ArrayList<>();
    if (resource.application() == null) {
      notes.add("orphaned");
    }
    if (resource.targetRole() == TargetRole.STOPPED) {
      notes.add("disabled");
    }
    if (!resource.managed()) {
      notes.add("unmanaged");
    }
    return notes.isEmpty() ? state : state + " (" + String.join(", ", notes) + ")";
  }

  private static String place(Activity activity) {
    String word =
        switch (activity.phase()) {
          case STARTING -> "Starting";
          case STARTED -> "Started";
          case STOPPING -> "Stopping";
          case FAILED, BLOCKED -> "FAILED";
          case UNKNOWN -> "UNKNOWN";
        };
    String place = word + " " + activity.node();
    if (activity.phase() == Phase.BLOCKED) {
      place += " (blocked)";
    }
    return activity.confirmed() || activity.phase() == Phase.UNKNOWN ? place : place + " (UNCLEAN)";
  }

  private String failure(FailedOperation failure) {
    return failure.resource()
        + " "
        + failure.operation().name().toLowerCase(Locale.ROOT)
        + " on "
        + failure.node()
        + ": "
        + failure.reason()
        + ", failcount "
        + Score.format(failure.failcount())
        + ", at "
        + time(failure.at());
  }

  /** Returns as much of an incarnation as tells it apart; the status itself has all of it. */
  private static String shortened(@Nullable String incarnation) {
    String whole = String.valueOf(incarnation);
    return whole.substring(0, Math.min(INCARNATION_LENGTH, whole.length()));
  }

  private String fencing(FencingEvent event) {
    return event.node()
        + " was confirmed dead at "
        + time(event.at())
        + ": "
        + event.means()
        + ", by "
        + event.by()
        + ", incarnation "
        + shortened(event.incarnation());
  }
}
