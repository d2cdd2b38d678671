package io.pacekeeper.api;

import io.pacekeeper.api.ClusterStatus.Activity;
import io.pacekeeper.api.ClusterStatus.Change;
import io.pacekeeper.api.ClusterStatus.Claim;
import io.pacekeeper.api.ClusterStatus.Color;
import io.pacekeeper.api.ClusterStatus.Dc;
import io.pacekeeper.api.ClusterStatus.FailedOperation;
import io.pacekeeper.api.ClusterStatus.FencingEvent;
import io.pacekeeper.api.ClusterStatus.Membership;
import io.pacekeeper.api.ClusterStatus.NodeDetails;
import io.pacekeeper.api.ClusterStatus.NodeHealth;
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

  /** How many confirmations the text shows; the status itself has all of them. */
  private static final int MOST_FENCED = 5;

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
    section(
        "Node Capacity",
        status.nodes().stream().filter(node -> !node.details().capacity().isEmpty()).toList(),
        this::capacity);
    section("Full List of Resources", status.resources(), this::resource);
    section("Failed Resource Actions", status.failures(), this::failure);
    section("Fencing History", newest(status.fencing()), fenced -> fenced);
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
      item(
          "Last change:  "
              + time(change.at())
              + " by "
              + change.by()
              + " via "
              + change.via()
              + (change.node() == null ? "" : " on " + change.node()));
    }
    item(count(status.nodes().size(), "node") + " configured");
    item(count(status.resourcesConfigured(), "resource instance") + " configured");
    List<String> ailments = status.ailments();
    item(
        "Health: "
            + status.health().name().toLowerCase(Locale.ROOT)
            + (ailments.isEmpty() ? "" : " (" + String.join("; ", ailments) + ")"));
    if (status.maintenanceMode()) {
      text.append("\n  *** The cluster is in maintenance: no resource is started or stopped")
          .append(claims("; wanted by", status.maintenanceClaims()))
          .append(" ***\n");
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

  String time(Instant instant) {
    return time.format(instant);
  }

  static String count(int number, String what) {
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
    String line = padded(node.name(), nameWidth) + "  ";
    NodeDetails details = node.details();
    NodeHealth health = details.health();
    String notes =
        (health == null || health.causes().isEmpty()
                ? ""
                : ", " + String.join(", ", health.causes()))
            + (details.enabled() ? "" : ", disabled")
            + claims(", standby by", details.standbyClaims())
            + claims(", maintenance by", details.maintenanceClaims());
    if (node.host() == null) {
      return line + state(node) + notes;
    }
    line += padded(state(node), stateWidth) + "  " + node.host() + " pid " + node.pid();
    if (details.waitsFor() != null) {
      return line + ", " + details.waitsFor() + notes;
    }
    return line + guard(details) + ", incarnation " + shortened(node.incarnation()) + notes;
  }

  private String capacity(NodeStatus node) {
    List<String> words = new ArrayList<>();
    node.details()
        .capacity()
        .forEach(
            (name, amount) ->
                words.add("%s %d of %d taken".formatted(name, amount.taken(), amount.total())));
    return padded(node.name(), nameWidth) + "  " + String.join(", ", words);
  }

  private static String guard(NodeDetails details) {
    Boolean guarded = details.guarded();
    if (guarded == null) {
      return "";
    }
    return guarded ? ", guarded" : ", NOT guarded (" + details.unguarded() + ")";
  }

  /** Returns who claims something; nothing if nobody does by name. */
  private String claims(String what, List<Claim> claims) {
    List<String> words = new ArrayList<>();
    for (Claim claim : claims) {
      Instant until = claim.until();
      words.add(
          claim.owner()
              + (claim.reason().isEmpty() ? "" : " (" + claim.reason() + ")")
              + (until == null ? "" : " until " + time(until)));
    }
    return words.isEmpty() ? "" : what + " " + String.join(" and ", words);
  }

  private static String padded(String word, int width) {
    return word + " ".repeat(width - word.length());
  }

  private static <T> int width(List<T> all, Function<T, String> words) {
    return all.stream().mapToInt(one -> words.apply(one).length()).max().orElse(0);
  }

  static String state(NodeStatus node) {
    List<String> words = new ArrayList<>();
    words.add(word(node.membership()));
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
    NodeHealth health = node.details().health();
    if (health != null && health.color() != Color.GREEN) {
      words.add("health is " + health.color());
    }
    return String.join(", ", words);
  }

  static String word(Membership membership) {
    return switch (membership) {
      case ONLINE -> "online";
      case PENDING -> "pending";
      case UNCLEAN -> "UNCLEAN";
      case OFFLINE -> "OFFLINE";
    };
  }

  private String resource(ResourceStatus resource) {
    String line = padded(resource.id(), idWidth) + "  " + state(resource);
    List<Activity> shown = shown(resource);
    if (shown.size() == 1) {
      Activity only = shown.get(0);
      Instant since = only.since();
      line += since == null ? "" : " since " + time(since);
      line += only.fencingToken() == 0 ? "" : ", token " + only.fencingToken();
    }
    return line
        + claims(", stopped by", resource.stoppedClaims())
        + claims(", maintenance by", resource.maintenanceClaims());
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
          case STARTED ->
              switch (activity.role()) {
                case STARTED -> "Started";
                case UNPROMOTED -> "Unpromoted";
                case PROMOTED -> "Promoted";
              };
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

  /** Returns the newest that were fenced, in words, and how many more there are. */
  private List<String> newest(List<FencingEvent> events) {
    List<String> lines = new ArrayList<>();
    events.stream().limit(MOST_FENCED).forEach(event -> lines.add(fencing(event)));
    int more = events.size() - MOST_FENCED;
    if (more > 0) {
      lines.add(more + " more: see pk fence history");
    }
    return lines;
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
