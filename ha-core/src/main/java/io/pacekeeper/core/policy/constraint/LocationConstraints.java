package io.pacekeeper.core.policy.constraint;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.model.LocationDefinition;
import io.pacekeeper.core.policy.model.ResourceSetDefinition;
import io.pacekeeper.core.policy.operation.Parameters;
import io.pacekeeper.core.policy.rule.Rule;
import io.pacekeeper.core.policy.working.Discovery;
import io.pacekeeper.core.policy.working.Location;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The LocationConstraints turn each location constraint into one preference per resource. */
final class LocationConstraints {
  private final WorkingSet working;
  private final SetExpansion expansion;
  private final Parameters parameters;

  LocationConstraints(WorkingSet working, SetExpansion expansion, Parameters parameters) {
    this.working = working;
    this.expansion = expansion;
    this.parameters = parameters;
  }

  void unpack(LocationDefinition location) {
    List<ResourceSetDefinition> sets = expansion.expand(location.sets());
    String id = location.resource();
    if (sets.isEmpty() && id != null && expansion.tag(id) != null) {
      sets = List.of(expansion.setOf(id, null, location.role()));
    }
    if (!sets.isEmpty()) {
      for (ResourceSetDefinition set : sets) {
        List<WorkingResource> known = expansion.known(set);
        for (WorkingResource resource : known) {
          unpack(location, resource, set.role(), set.score(), null);
        }
        if (known.size() < set.members().size()) {
          return;
        }
      }
      return;
    }
    WorkingResource resource = expansion.resource(id);
    if (resource != null) {
      unpack(location, resource, null, null, null);
    }
    if (location.pattern() != null) {
      unpackPattern(location, location.pattern());
    }
  }

  private void unpackPattern(LocationDefinition location, String text) {
    boolean inverted = text.startsWith("!");
    Pattern pattern;
    try {
      pattern = Pattern.compile(inverted ? text.substring(1) : text);
    } catch (PatternSyntaxException e) {
      return;
    }
    for (WorkingResource resource : working.resources()) {
      Matcher matcher = pattern.matcher(resource.id());
      boolean found = matcher.find();
      if (found && !inverted) {
        List<String> matches = new ArrayList<>();
        for (int group = 0; group <= matcher.groupCount(); group++) {
          String match = matcher.group(group);
          matches.add(match == null ? "" : match);
        }
        unpack(location, resource, null, null, matches);
      } else if (!found && inverted) {
        unpack(location, resource, null, null, null);
      }
    }
  }

  private void unpack(
      LocationDefinition location,
      WorkingResource resource,
      @Nullable String setRole,
      @Nullable String setScore,
      @Nullable List<String> matches) {
    String score = setScore == null ? location.score() : setScore;
    if (location.node() == null || score == null) {
      for (Rule rule : location.rules()) {
        unpackRule(location, resource, rule, matches);
      }
      return;
    }
    WorkingNode node = working.nodeByName(location.node());
    if (node == null) {
      return;
    }
    Role role = Role.of(setRole == null ? location.role() : setRole);
    boolean filters = role == Role.PROMOTED || role == Role.STOPPED;
    add(
        working,
        new Location(
            location.id(),
            resource,
            filters ? role : Role.UNKNOWN,
            discovery(location),
            new int[] {node.index()},
            new int[] {working.options().score(score)}));
  }

  private void unpackRule(
      LocationDefinition location,
      WorkingResource resource,
      Rule rule,
      @Nullable List<String> matches) {
    Role role = Role.parse(rule.role());
    if (rule.role() != null && (role == null || role == Role.UNKNOWN)) {
      return;
    }
    int size = working.nodes().size();
    int[] nodes = new int[size];
    int[] scores = new int[size];
    int count = 0;
    for (WorkingNode node : working.nodes()) {
      if (parameters.holds(rule, node, resource, matches)) {
        int score = score(rule, node, matches);
        nodes[count] = node.index();
        scores[count] = rule.any() ? Score.add(node.baseScore(), score) : score;
        count++;
      }
    }
    add(
        working,
        new Location(
            location.id(),
            resource,
            role == null || role == Role.UNPROMOTED ? Role.UNKNOWN : role,
            discovery(location),
            Arrays.copyOf(nodes, count),
            Arrays.copyOf(scores, count)));
  }

  private int score(Rule rule, WorkingNode node, @Nullable List<String> matches) {
    if (rule.score() != null) {
      return working.options().score(rule.score());
    }
    if (rule.scoreAttribute() == null) {
      return 0;
    }
    String value = node.attribute(withMatches(rule.scoreAttribute(), matches));
    return value == null ? -Score.INFINITY : working.options().score(value);
  }

  /** Puts the parts of a match in the place of %0 to %9. */
  private static String withMatches(String name, @Nullable List<String> matches) {
    if (matches == null || name.indexOf('%') < 0) {
      return name;
    }
    StringBuilder expanded = new StringBuilder();
    for (int at = 0; at < name.length(); at++) {
      char c = name.charAt(at);
      if (c == '%' && at + 1 < name.length() && Character.isDigit(name.charAt(at + 1))) {
        int group = name.charAt(++at) - '0';
        expanded.append(group < matches.size() ? matches.get(group) : "");
      } else {
        expanded.append(c);
      }
    }
    return expanded.toString();
  }

  private static Discovery discovery(LocationDefinition location) {
    String word = location.discovery();
    return switch (word == null ? "always" : word.toLowerCase(Locale.ROOT)) {
      case "never" -> Discovery.NEVER;
      case "exclusive" -> Discovery.EXCLUSIVE;
      default -> Discovery.ALWAYS;
    };
  }

  /** Adds a preference; that probes are exclusive counts even where no node is named. */
  static void add(WorkingSet working, Location location) {
    if (location.discovery() == Discovery.EXCLUSIVE) {
      location.resource().set(ResourceFlag.EXCLUSIVE_DISCOVERY);
    }
    working.locations().add(location);
    location.resource().locations().add(location);
  }
}
