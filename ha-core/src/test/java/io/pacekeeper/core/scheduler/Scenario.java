package io.pacekeeper.core.scheduler;

import com.google.common.base.Splitter;
import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.ColocationConstraint;
import io.pacekeeper.api.Explanation;
import io.pacekeeper.api.Explanation.NodeCase;
import io.pacekeeper.api.GroupMembership;
import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.OrderConstraint;
import io.pacekeeper.api.OrderKind;
import io.pacekeeper.api.PromotionPolicy;
import io.pacekeeper.api.Requires;
import io.pacekeeper.api.ResourceConstraints;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.ResourceNeeds;
import io.pacekeeper.api.Role;
import io.pacekeeper.api.Rule;
import io.pacekeeper.api.Score;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.cib.AttributeValue;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.Failure;
import io.pacekeeper.core.document.HealthOptions;
import io.pacekeeper.core.document.HealthStrategy;
import io.pacekeeper.core.document.PlacementOptions;
import io.pacekeeper.core.document.PlacementStrategy;
import io.pacekeeper.core.document.PromotionState;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.document.TransitionOptions;
import io.pacekeeper.core.scheduler.Transition.FenceAction;
import io.pacekeeper.core.scheduler.Transition.ResourceAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as a few lines of text, and what the scheduler makes of it. The lines:
 *
 * <pre>
 * options maintenance-mode stop-all-resources asymmetric shutdown-lock[=SECONDS] [placement=STRATEGY]
 *     [health=STRATEGY] [base=SCORE] [green=SCORE] [yellow=SCORE] [red=SCORE]
 * node NAME [online | pending | unclean | offline] [standby] [maintenance] [leaving] [without=ID,ID]
 *     [capacity=NAME:N,NAME:N] [ATTRIBUTE=VALUE]...
 * resource ID [priority=N] [stickiness=N] [threshold=N] [timeout=SECONDS] [stopped | unpromoted] [unmanaged] [maintenance]
 *     [takes=NAME:N,NAME:N] [unhealthy] [group=NAME:POSITION] [cloned[=MAX]] [unique=MAX:NODEMAX] [promotable [promotedmax=N]] [interleave] [ordered] [min=N]
 * colocate ID WITH SCORE [ROLE WITHROLE]
 * after ID FIRST [mandatory | optional | serialize] [promoted]
 * location ID NODE SCORE
 * location ID SCORE if RULE
 * state ID NODE PHASE [failcount=N] [failed=OPERATION:ON-FAIL] [ago=SECONDS]
 *     [promotion=STAGE] [score=N] [locked=SECONDS-AGO]
 * explain ID
 * </pre>
 *
 * A node has code for every resource that is declared, but for those that it is without.
 */
public final class Scenario {
  public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Set<String> PHASES =
      Set.of("stopped", "starting", "started", "stopping", "failed", "blocked", "unknown");

  private final Map<String, String> options = new HashMap<>();
  private final List<List<String>> nodes = new ArrayList<>();
  private final Map<String, List<String>> resources = new TreeMap<>();
  private final Map<String, List<LocationConstraint>> locations = new HashMap<>();
  private final Map<String, List<ColocationConstraint>> colocations = new HashMap<>();
  private final Map<String, List<OrderConstraint>> orders = new HashMap<>();
  private final Map<String, SortedMap<String, ResourceState>> states = new HashMap<>();
  private final List<String> explained = new ArrayList<>();

  /** Reads a cluster. */
  public static Scenario parse(String text) {
    Scenario scenario = new Scenario();
    for (String line : text.lines().toList()) {
      String statement = line.strip();
      if (!statement.isEmpty() && !statement.startsWith("#")) {
        try {
          scenario.read(Splitter.on(' ').omitEmptyStrings().splitToList(statement));
        } catch (RuntimeException unreadable) {
          throw new IllegalArgumentException("cannot read '" + line + "'", unreadable);
        }
      }
    }
    return scenario;
  }

  private void read(List<String> words) {
    List<String> rest = words.subList(1, words.size());
    switch (words.get(0)) {
      case "options" -> options.putAll(details(rest));
      case "node" -> nodes.add(rest);
      case "resource" -> resources.put(rest.get(0), rest.subList(1, rest.size()));
      case "location" -> readLocation(rest);
      case "colocate" -> readColocation(rest);
      case "after" -> readOrder(rest);
      case "state" -> readState(rest);
      case "explain" -> explained.add(rest.get(0));
      default -> throw new IllegalArgumentException("unknown word " + words.get(0));
    }
  }

  private void readLocation(List<String> words) {
    boolean byRule = words.size() > 3;
    int score = score(byRule ? words.get(1) : words.get(2));
    locations
        .computeIfAbsent(words.get(0), id -> new ArrayList<>())
        .add(
            byRule
                ? LocationConstraint.byRule(
                    Rule.parse(String.join(" ", words.subList(3, words.size()))), score)
                : LocationConstraint.onNode(words.get(1), score));
  }

  private void readColocation(List<String> words) {
    boolean roles = words.size() > 3;
    colocations
        .computeIfAbsent(words.get(0), id -> new ArrayList<>())
        .add(
            new ColocationConstraint(
                words.get(1),
                score(words.get(2)),
                roles ? role(words.get(3)) : Role.STARTED,
                roles ? role(words.get(4)) : Role.STARTED));
  }

  private static Role role(String word) {
    return Role.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private void readOrder(List<String> words) {
    OrderKind kind =
        words.contains("optional")
            ? OrderKind.OPTIONAL
            : words.contains("serialize") ? OrderKind.SERIALIZE : OrderKind.MANDATORY;
    orders
        .computeIfAbsent(words.get(0), id -> new ArrayList<>())
        .add(
            new OrderConstraint(
                words.get(1),
                kind,
                kind != OrderKind.SERIALIZE,
                words.contains("promoted") ? Role.PROMOTED : Role.STARTED));
  }

  private static int score(String text) {
    return switch (text) {
      case "INFINITY" -> Score.INFINITY;
      case "-INFINITY" -> -Score.INFINITY;
      default -> Integer.parseInt(text);
    };
  }

  private void readState(List<String> words) {
    if (!PHASES.contains(words.get(2))) {
      throw new IllegalArgumentException("unknown phase " + words.get(2));
    }
    Map<String, String> details = details(words.subList(3, words.size()));
    Failure failure = null;
    if (details.containsKey("failed")) {
      List<String> failed = Splitter.on(':').splitToList(details.get("failed"));
      failure =
          new Failure(
              Operation.valueOf(failed.get(0).toUpperCase(Locale.ROOT)),
              OnFail.valueOf(failed.get(1).toUpperCase(Locale.ROOT)),
              false,
              "it said no",
              NOW.minusSeconds(Long.parseLong(details.getOrDefault("ago", "10"))));
    }
    states
        .computeIfAbsent(words.get(1), node -> new TreeMap<>())
        .put(
            words.get(0),
            new ResourceState(
                Phase.valueOf(words.get(2).toUpperCase(Locale.ROOT)),
                1,
                score(details.getOrDefault("failcount", failure == null ? "0" : "1")),
                failure,
                null,
                new PromotionState(
                    PromotionState.Stage.valueOf(
                        details.getOrDefault("promotion", "unpromoted").toUpperCase(Locale.ROOT)),
                    0,
                    details.containsKey("score") ? Integer.valueOf(details.get("score")) : null),
                details.containsKey("locked")
                    ? NOW.minusSeconds(Long.parseLong(details.get("locked")))
                    : null));
  }

  private static Map<String, String> details(List<String> words) {
    Map<String, String> details = new TreeMap<>();
    for (String word : words) {
      List<String> parts = Splitter.on('=').limit(2).splitToList(word);
      details.put(parts.get(0), parts.size() == 1 ? "" : parts.get(1));
    }
    return details;
  }

  /** Returns the cluster, with every collection sorted by this order, which must not matter. */
  public Cib cib(Comparator<String> order) {
    SortedMap<String, ResourceDefinition> definitions = new TreeMap<>(order);
    resources.forEach((id, words) -> definitions.put(id, definition(id, details(words))));
    SortedMap<String, NodeState> nodeStates = new TreeMap<>(order);
    nodes.forEach(words -> nodeStates.put(words.get(0), node(words, order)));
    ClusterOptions clusterOptions =
        new ClusterOptions(
            !options.containsKey("asymmetric"),
            options.containsKey("maintenance-mode"),
            options.containsKey("stop-all-resources"),
            true,
            Duration.ofMinutes(1));
    String limit = options.get("shutdown-lock");
    if (limit != null) {
      long seconds = limit.isEmpty() ? 0 : Long.parseLong(limit);
      clusterOptions =
          clusterOptions.withTransition(
              new TransitionOptions(0, 0, true, Duration.ofSeconds(seconds)));
    }
    return new Cib(clusterOptions.withPlacement(placement()), definitions, nodeStates);
  }

  private PlacementOptions placement() {
    return new PlacementOptions(
        AttributeValue.word(PlacementStrategy.class, options.getOrDefault("placement", "default")),
        new HealthOptions(
            AttributeValue.word(HealthStrategy.class, options.getOrDefault("health", "none")),
            score(options.getOrDefault("base", "0")),
            score(options.getOrDefault("green", "0")),
            score(options.getOrDefault("yellow", "0")),
            score(options.getOrDefault("red", "-INFINITY")),
            HealthOptions.Thresholds.OFF,
            HealthOptions.Thresholds.OFF,
            HealthOptions.DEFAULT_DAMPENING));
  }

  private static SortedMap<String, Integer> amounts(@Nullable String text) {
    SortedMap<String, Integer> amounts = new TreeMap<>();
    if (text != null) {
      for (String each : Splitter.on(',').split(text)) {
        List<String> parts = Splitter.on(':').splitToList(each);
        amounts.put(parts.get(0), Integer.valueOf(parts.get(1)));
      }
    }
    return amounts;
  }

  private ResourceDefinition definition(String id, Map<String, String> details) {
    return new ResourceDefinition(
        id,
        score(details.getOrDefault("priority", "0")),
        score(details.getOrDefault("stickiness", "1")),
        targetRole(details),
        !details.containsKey("unmanaged"),
        details.containsKey("maintenance"),
        Requires.FENCING,
        score(details.getOrDefault("threshold", "0")),
        Duration.ofSeconds(Long.parseLong(details.getOrDefault("timeout", "0"))),
        OperationDefinition.DEFAULT_START,
        OperationDefinition.DEFAULT_STOP,
        List.of(),
        locations.getOrDefault(id, List.of()),
        group(details.get("group")),
        cloning(details),
        new ResourceConstraints(
            colocations.getOrDefault(id, List.of()), orders.getOrDefault(id, List.of())),
        new ResourceNeeds(amounts(details.get("takes")), details.containsKey("unhealthy")));
  }

  private static TargetRole targetRole(Map<String, String> details) {
    if (details.containsKey("unpromoted")) {
      return TargetRole.UNPROMOTED;
    }
    return details.containsKey("stopped") ? TargetRole.STOPPED : TargetRole.STARTED;
  }

  private static @Nullable GroupMembership group(@Nullable String place) {
    if (place == null) {
      return null;
    }
    List<String> parts = Splitter.on(':').splitToList(place);
    return new GroupMembership(parts.get(0), Integer.parseInt(parts.get(1)));
  }

  private static @Nullable ClonePolicy cloning(Map<String, String> details) {
    boolean promotable = details.containsKey("promotable");
    String unique = details.get("unique");
    if (!promotable && unique == null && !details.containsKey("cloned")) {
      return null;
    }
    List<String> sizes = unique == null ? List.of() : Splitter.on(':').splitToList(unique);
    String max = unique == null ? details.getOrDefault("cloned", "") : sizes.get(0);
    return new ClonePolicy(
        max.isEmpty() ? 0 : Integer.parseInt(max),
        unique == null ? 1 : Integer.parseInt(sizes.get(1)),
        Integer.parseInt(details.getOrDefault("min", "0")),
        details.containsKey("interleave"),
        details.containsKey("ordered"),
        unique != null,
        promotable
            ? new PromotionPolicy(
                Integer.parseInt(details.getOrDefault("promotedmax", "1")),
                1,
                PromotionPolicy.DEFAULT_OPERATION,
                PromotionPolicy.DEFAULT_OPERATION)
            : null);
  }

  private NodeState node(List<String> words, Comparator<String> order) {
    Map<String, String> details = details(words.subList(1, words.size()));
    Membership membership = Membership.ONLINE;
    SortedMap<String, String> attributes = new TreeMap<>(order);
    TreeSet<String> agents = new TreeSet<>(order);
    agents.addAll(resources.keySet());
    for (Map.Entry<String, String> detail : details.entrySet()) {
      switch (detail.getKey()) {
        case "online", "pending", "unclean", "offline" ->
            membership = Membership.valueOf(detail.getKey().toUpperCase(Locale.ROOT));
        case "standby", "maintenance", "leaving", "capacity" -> {}
        case "without" -> Splitter.on(',').splitToList(detail.getValue()).forEach(agents::remove);
        default -> attributes.put(detail.getKey(), detail.getValue());
      }
    }
    SortedMap<String, ResourceState> state = new TreeMap<>(order);
    state.putAll(states.getOrDefault(words.get(0), new TreeMap<>()));
    return new NodeState(
        words.get(0),
        membership,
        details.containsKey("standby"),
        details.containsKey("maintenance"),
        details.containsKey("leaving"),
        attributes,
        agents,
        state,
        null,
        amounts(details.get("capacity")));
  }

  /** Returns what the scheduler makes of it, as text. */
  String decide(Comparator<String> order) {
    Cib cib = cib(order);
    Transition transition = Scheduler.schedule(cib, NOW);
    StringBuilder text = new StringBuilder("assigned\n");
    transition.assignment().forEach((id, node) -> text.append("  " + id + " " + node + "\n"));
    text.append("actions\n");
    transition.actions().forEach(action -> text.append("  " + describe(action) + "\n"));
    text.append("scores\n");
    for (String id : new TreeSet<>(cib.resources().keySet())) {
      Explanation explanation = Scheduler.explain(cib, id, NOW);
      text.append("  ")
          .append(id)
          .append(' ')
          .append(
              explanation.nodes().stream()
                  .sorted(Comparator.comparing(NodeCase::node))
                  .map(Scenario::describe)
                  .collect(Collectors.joining(" ")))
          .append('\n');
    }
    if (transition.recheckAt() != null) {
      text.append("recheck in ")
          .append(Duration.between(NOW, transition.recheckAt()).toSeconds())
          .append(" s\n");
    }
    for (String id : explained) {
      text.append("explain ").append(id).append('\n');
      Scheduler.explain(cib, id, NOW)
          .toText()
          .lines()
          .forEach(line -> text.append("  ").append(line).append('\n'));
    }
    return text.toString();
  }

  private static String describe(NodeCase node) {
    return node.node() + "=" + Score.format(node.score());
  }

  private static String describe(Transition.Action action) {
    String what;
    if (action instanceof ResourceAction resource) {
      what =
          resource.operation().name().toLowerCase(Locale.ROOT)
              + " "
              + resource.resource()
              + " on "
              + resource.node();
    } else {
      what = "fence " + ((FenceAction) action).node();
    }
    String after =
        action.after().isEmpty()
            ? ""
            : action.after().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(" ", " after ", ""));
    String locks = action instanceof ResourceAction it && it.locks() ? ", and keep it" : "";
    return action.id() + ": " + what + after + locks + " (" + action.reason() + ")";
  }
}
