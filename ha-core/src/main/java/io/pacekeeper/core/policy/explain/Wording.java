package io.pacekeeper.core.policy.explain;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.Reason;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The Wording says what each reason of a score is, and what would end it. */
final class Wording {
  private static final String GROUP = "group ";

  private final WorkingSet working;
  private final Phrases phrases;

  Wording(WorkingSet working, Phrases phrases) {
    this.working = working;
    this.phrases = phrases;
  }

  Cause of(Reason reason, WorkingPrimitive primitive, WorkingNode node) {
    String name = phrases.name(primitive);
    String detail = reason.detail();
    return switch (reason.kind()) {
      case INITIAL -> phrases.initial(primitive, node, reason.score());
      case UNNAMED ->
          new Cause(
              "symmetric-cluster is off, and no location names the node",
              "add a location for " + node.name());
      case LOCATION -> phrases.location(detail, primitive, node);
      case HEALTH -> new Cause(health(node), "heal " + node.name());
      case STICKINESS -> new Cause("stickiness", null);
      case FAILCOUNT ->
          new Cause(
              "failcount " + detail + threshold(primitive),
              "clean up " + name + " on " + node.name());
      case LOCK -> new Cause("locked to " + detail + ", which is down", "start " + detail);
      case DISCOVERY ->
          new Cause(
              "resource-discovery is exclusive to other nodes",
              "add a location with resource-discovery=exclusive for " + node.name());
      case TICKET -> new Cause("ticket " + detail + " is missing", "grant the ticket " + detail);
      case WITH -> with(reason, primitive);
      case WANTED_BY -> wantedBy(reason, primitive);
      case STOPPED -> phrases.stopped(primitive);
      case CAPACITY -> new Cause("too little left: " + detail, "make room on " + node.name());
      case CLONE -> new Cause("the clone as a whole cannot be there", null);
      case CLONE_MAX -> new Cause("clone-max " + detail, "raise clone-max above " + detail);
      case CLONE_NODE_MAX ->
          new Cause("clone-node-max " + detail, "raise clone-node-max above " + detail);
      case NODE -> new Cause("the node is not available", "start " + node.name());
      case ORPHAN -> new Cause("not configured any more", "configure it");
      case PROMOTION_SCORE -> new Cause("promotion score", null);
      case NO_PROMOTION_SCORE ->
          new Cause("no promotion score", "have the agent set a promotion score there");
      case ROLE -> role(primitive, detail);
      case INSTANCE -> new Cause("worth of " + other(reason), null);
    };
  }

  private static Cause role(WorkingPrimitive primitive, String role) {
    if (role.equals(Role.PROMOTED.text())) {
      return new Cause("to be promoted whatever its score", null);
    }
    return primitive.targetRole() == Role.UNPROMOTED
        ? new Cause("target-role is Unpromoted", "set target-role to Started")
        : new Cause("to be " + role.toLowerCase(Locale.ROOT), null);
  }

  private static String threshold(WorkingPrimitive primitive) {
    int threshold = primitive.migrationThreshold();
    return threshold >= Score.INFINITY ? "" : " >= migration-threshold " + threshold;
  }

  private String other(Reason reason) {
    return phrases.name(Objects.requireNonNull(reason.other()));
  }

  private Cause with(Reason reason, WorkingPrimitive primitive) {
    WorkingResource primary = Objects.requireNonNull(reason.other());
    Colocation colocation = find(reason, primitive, primary, false);
    String role = role(colocation == null ? Role.UNKNOWN : colocation.primaryRole());
    String what = role + phrases.name(primary);
    boolean apart = colocation != null && colocation.score() < 0;
    String places = places(primary, colocation);
    String reference = reference(reason);
    if (apart) {
      return new Cause("apart from " + what + reference, "move " + what + " away");
    }
    if (reason.score() > -Score.INFINITY) {
      return new Cause("with " + what + reference, null);
    }
    String where = places.isEmpty() ? "nowhere" : "on " + places;
    return new Cause(
        "only with " + what + ", which is " + where + reference, "have " + what + " run there");
  }

  private Cause wantedBy(Reason reason, WorkingPrimitive primitive) {
    WorkingResource dependent = Objects.requireNonNull(reason.other());
    Colocation colocation = find(reason, primitive, dependent, true);
    String what =
        role(colocation == null ? Role.UNKNOWN : colocation.dependentRole())
            + phrases.name(dependent);
    boolean apart = colocation != null && colocation.score() < 0;
    String words =
        (apart ? "preferences of " + what + ", apart from it" : "preferences of " + what)
            + reference(reason);
    return new Cause(
        words, apart ? "change what " + what + " prefers" : "let " + what + " run there");
  }

  private String reference(Reason reason) {
    String id = reason.detail();
    if (id.startsWith(GROUP)) {
      WorkingResource group = working.resourceById(id.substring(GROUP.length()));
      return " (" + (group == null ? id : phrases.name(group)) + ")";
    }
    return phrases.reference(id);
  }

  /** Returns the colocation that a reason comes of; null: it cannot be told. */
  private @Nullable Colocation find(
      Reason reason, WorkingPrimitive own, WorkingResource other, boolean primary) {
    for (Colocation colocation : working.colocations()) {
      WorkingResource here = primary ? colocation.primary() : colocation.dependent();
      WorkingResource there = primary ? colocation.dependent() : colocation.primary();
      if (colocation.id().equals(reason.detail())
          && there == other
          && (here == own || own.isInside(here))) {
        return colocation;
      }
    }
    return null;
  }

  private static String role(Role role) {
    return switch (role) {
      case PROMOTED -> "promoted ";
      case UNPROMOTED -> "unpromoted ";
      default -> "";
    };
  }

  /** Returns where a resource is to be, in the role that a colocation is about. */
  private static String places(WorkingResource resource, @Nullable Colocation colocation) {
    Role role = colocation == null ? Role.UNKNOWN : colocation.primaryRole();
    Set<String> names = new TreeSet<>();
    addPlaces(resource, role, names);
    return String.join(", ", names);
  }

  private static void addPlaces(WorkingResource resource, Role role, Set<String> names) {
    WorkingNode node = resource.assigned();
    if (node != null && (role == Role.UNKNOWN || resource.nextRole() == role)) {
      names.add(node.name());
    }
    if (resource instanceof WorkingGroup || resource instanceof WorkingClone) {
      resource.children().forEach(child -> addPlaces(child, role, names));
    }
  }

  /** Names the attributes that do not say that all is well. */
  private static String health(WorkingNode node) {
    String said =
        new TreeMap<>(node.attributes())
            .entrySet().stream()
                .filter(each -> each.getKey().startsWith("#health"))
                .filter(each -> !each.getValue().equalsIgnoreCase("green"))
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(", "));
    return said.isEmpty() ? "health of the node" : "health " + said;
  }
}
