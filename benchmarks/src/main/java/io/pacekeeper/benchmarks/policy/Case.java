package io.pacekeeper.benchmarks.policy;

import io.pacekeeper.core.policy.model.PolicyInput;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Case is a cluster that is decided about: primitives with a monitor each, and constraints among
 * neighbours. Nothing runs yet; or everything runs, and one node is lost.
 *
 * <p>Written as {@code 5000x32+2000-lost}: resources, nodes, constraints, and what has happened.
 */
record Case(int resources, int nodes, int constraints, boolean nodeLost) {
  private static final Pattern FORM = Pattern.compile("(\\d+)x(\\d+)(?:\\+(\\d+))?(-lost)?");

  static Case parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no case; write it like 1000x32 or 5000x32+2000-lost");
    }
    return new Case(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3)),
        matcher.group(4) != null);
  }

  /** Makes the cluster. */
  PolicyInput input() {
    Cluster cluster = Shape.primitives(resources, nodes);
    PolicyInput input = Shape.withConstraints(cluster, resources, constraints).input();
    return nodeLost ? History.withoutNode(History.running(input), nodes - 1) : input;
  }

  /** Says in words what has happened. */
  String situation() {
    return (nodeLost ? "one node lost" : "from nothing")
        + (constraints == 0 ? "" : ", %,d constraints".formatted(constraints));
  }
}
