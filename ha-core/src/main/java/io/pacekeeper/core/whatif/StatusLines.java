package io.pacekeeper.core.whatif;

import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.GroupMembership;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.PromotionState.Stage;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.whatif.Places.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Says how nodes and resources are, in the form of Pacemaker's simulator. */
final class StatusLines {
  private final Cib cib;
  private final Places places;
  private final StringBuilder text = new StringBuilder();

  private StatusLines(Cib cib) {
    this.cib = cib;
    this.places = new Places(cib);
  }

  /** Returns what is said of a cluster under a title. */
  static String of(Cib cib, String title) {
    StatusLines status = new StatusLines(cib);
    status.text.append(title).append(":\n");
    if (!cib.nodes().isEmpty()) {
      status.addNodes();
      status.text.append('\n');
    }
    status.line(1, "Full List of Resources:");
    int before = status.text.length();
    status.addResources();
    if (status.text.length() == before) {
      status.line(2, "No resources");
    }
    return status.text.toString();
  }

  /** Returns what holds for the whole cluster and is easily overlooked; nothing if nothing does. */
  static String banner(Cib cib) {
    StringBuilder text = new StringBuilder();
    if (cib.options().maintenanceMode()) {
      text.append("\n              *** Resource management is DISABLED ***\n");
      text.append("  The cluster will not attempt to start, stop or recover services\n\n");
    }
    if (cib.options().stopAllResources()) {
      text.append(
          "\n              *** Every resource is stopped: stop-all-resources is on ***\n\n");
    }
    return text.toString();
  }

  private void line(int depth, String line) {
    text.append("  ".repeat(depth)).append("* ").append(line).append('\n');
  }

  private void list(int depth, String title, List<String> names) {
    if (!names.isEmpty()) {
      line(depth, title + ": [ " + String.join(" ", names) + " ]");
    }
  }

  private void addNodes() {
    line(1, "Node List:");
    List<String> online = new ArrayList<>();
    List<String> offline = new ArrayList<>();
    for (NodeState node : cib.nodes().values()) {
      List<String> words = words(node);
      if (!words.isEmpty()) {
        line(2, "Node " + node.name() + ": " + String.join(", ", words));
      } else {
        (node.membership() == Membership.ONLINE ? online : offline).add(node.name());
      }
    }
    list(2, "Online", online);
    list(2, "OFFLINE", offline);
  }

  /** Returns what is to be said of a node besides whether it is online; nothing: it is plain. */
  private static List<String> words(NodeState node) {
    List<String> words = new ArrayList<>();
    if (node.membership() == Membership.UNCLEAN) {
      words.add("UNCLEAN (offline)");
    } else if (node.membership() == Membership.PENDING) {
      words.add("pending");
    }
    boolean away = node.membership() == Membership.OFFLINE;
    if (node.leaving() && !away) {
      words.add("leaving");
    }
    if (node.standby()) {
      boolean active =
          node.resources().values().stream().anyMatch(state -> state.phase().isPossiblyActive());
      words.add(
          away ? "OFFLINE (standby)" : "standby" + (active ? " (with active resources)" : ""));
    }
    if (node.maintenance()) {
      words.add(away && words.isEmpty() ? "OFFLINE (maintenance)" : "maintenance");
    }
    if (node.obstacle() != null && !away) {
      words.add("not to be used: it is " + node.obstacle());
    }
    return words;
  }

  private void addResources() {
    SortedMap<String, List<ResourceDefinition>> tops = new TreeMap<>();
    for (ResourceDefinition definition : cib.resources().values()) {
      GroupMembership group = definition.group();
      tops.computeIfAbsent(
              group == null ? definition.id() : group.name(), name -> new ArrayList<>())
          .add(definition);
    }
    tops.forEach(this::addTop);
    for (String orphan : places.orphans()) {
      line(2, orphan + ": ORPHANED " + places(places.of(orphan), false));
    }
  }

  private void addTop(String name, List<ResourceDefinition> members) {
    ResourceDefinition first = members.get(0);
    if (first.group() != null) {
      members.sort(Comparator.comparingInt(StatusLines::position));
      line(2, "Resource Group: " + name + ":");
      members.forEach(member -> addResource(3, member));
    } else {
      addResource(2, first);
    }
  }

  private void addResource(int depth, ResourceDefinition definition) {
    ClonePolicy cloning = definition.cloning();
    if (cloning == null) {
      addPrimitive(depth, definition.id(), definition, flags(definition));
    } else {
      addClone(depth, definition, cloning);
    }
  }

  private static int position(ResourceDefinition member) {
    GroupMembership group = member.group();
    return group == null ? 0 : group.position();
  }

  private void addPrimitive(
      int depth, String name, ResourceDefinition definition, List<String> flags) {
    List<Place> all = places.of(name);
    String where = all.isEmpty() ? "Stopped" : places(all, definition.isPromotable());
    line(depth, name + ": " + where + inParentheses(flags));
  }

  private List<String> flags(ResourceDefinition definition) {
    List<String> flags = new ArrayList<>();
    if (definition.targetRole() == TargetRole.STOPPED) {
      flags.add("disabled");
    }
    if (definition.maintenance()) {
      flags.add("maintenance");
    } else if (!definition.managed() || cib.options().maintenanceMode()) {
      flags.add("unmanaged");
    }
    return flags;
  }

  private static String inParentheses(List<String> flags) {
    return flags.isEmpty() ? "" : " (" + String.join(", ", flags) + ")";
  }

  private static String places(List<Place> all, boolean promotable) {
    return String.join(", ", all.stream().map(place -> place(place, promotable)).toList());
  }

  private static String place(Place place, boolean promotable) {
    List<String> flags = new ArrayList<>();
    if (place.isUnclean()) {
      flags.add("UNCLEAN");
    }
    if (place.state().phase() == Phase.BLOCKED) {
      flags.add("blocked");
    }
    return word(place, promotable) + ' ' + place.node().name() + inParentheses(flags);
  }

  private static String word(Place place, boolean promotable) {
    Stage stage = place.state().promotion().stage();
    return switch (place.state().phase()) {
      case STARTING -> "Starting";
      case STARTED -> promotable ? role(stage) : "Started";
      case STOPPING -> "Stopping";
      case FAILED, BLOCKED -> stage == Stage.PROMOTED ? "FAILED Promoted" : "FAILED";
      case UNKNOWN -> "UNKNOWN";
      case STOPPED -> "Stopped";
    };
  }

  private static String role(Stage stage) {
    return switch (stage) {
      case UNPROMOTED -> "Unpromoted";
      case PROMOTING -> "Promoting";
      case PROMOTED -> "Promoted";
      case DEMOTING -> "Demoting";
      case UNKNOWN -> "UNKNOWN";
    };
  }

  private void addClone(int depth, ResourceDefinition definition, ClonePolicy cloning) {
    List<String> flags = new ArrayList<>();
    if (definition.isPromotable()) {
      flags.add("promotable");
    }
    if (cloning.globallyUnique()) {
      flags.add("unique");
    }
    flags.addAll(flags(definition));
    line(depth, "Clone Set: " + definition.id() + inParentheses(flags) + ":");
    if (cloning.globallyUnique()) {
      places
          .names(definition)
          .forEach(name -> addPrimitive(depth + 1, name, definition, List.of()));
      return;
    }
    List<String> promoted = new ArrayList<>();
    List<String> started = new ArrayList<>();
    List<String> stopped = new ArrayList<>(cib.nodes().keySet());
    List<Place> active = places.of(definition.id());
    for (Place place : active) {
      String node = place.node().name();
      stopped.remove(node);
      if (place.isPlain()) {
        (place.isPromoted() ? promoted : started).add(node);
      } else {
        line(depth + 1, definition.id() + ": " + place(place, definition.isPromotable()));
      }
    }
    list(depth + 1, "Promoted", promoted);
    list(depth + 1, definition.isPromotable() ? "Unpromoted" : "Started", started);
    if (active.size() < places.instances(definition)) {
      list(depth + 1, "Stopped", stopped);
    }
  }
}
