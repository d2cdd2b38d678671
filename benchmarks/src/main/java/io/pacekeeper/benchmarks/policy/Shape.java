package io.pacekeeper.benchmarks.policy;

import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.model.ResourceSetDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * A Shape is a way in which a cluster can be large. Each is made with a number of resources, the
 * members of groups and the instances of clones counted.
 */
@SuppressWarnings("ImmutableEnumChecker") // the makers are lambdas without state
public enum Shape {
  /** Resources that have nothing to do with each other. */
  PRIMITIVES(n -> primitives(n).input()),
  /** Everything runs, and the last node is gone. */
  NODE_LOST(n -> nodeLost(primitives(n))),
  /** Everything runs where it should, and every node remembers everything. */
  AT_REST(n -> running(primitives(n))),
  /** Everything runs, and everything has failed. */
  ALL_FAILED(n -> History.failed(primitives(n).input())),
  /** Two constraints for five resources: colocations, orders and locations by turns. */
  CONSTRAINTS(n -> constraints(n).input()),
  /** The same, where everything runs and the last node is gone. */
  CONSTRAINTS_NODE_LOST(n -> nodeLost(constraints(n))),
  /** Each starts after the one before. */
  ORDER_CHAIN(n -> chain(n, true).input()),
  /** Each starts after the one that comes next. */
  ORDER_CHAIN_BACKWARDS(n -> chain(n, false).input()),
  /** The same as the first, where everything runs and a node is gone. */
  ORDER_CHAIN_NODE_LOST(n -> nodeLost(chain(n, true))),
  /** A chain of orders whose first resource can run nowhere. */
  ORDER_CHAIN_BLOCKED(n -> blocked(chain(n, true))),
  /** All start after one, which can run nowhere. */
  ORDER_FAN(n -> blocked(orderFan(n))),
  /** One starts after all others. */
  ORDER_FUNNEL(n -> orderFunnel(n).input()),
  /** Each goes where the one before is. */
  COLOCATION_CHAIN(n -> colocationChain(n, true, "INFINITY").input()),
  /** Each would rather go where the one that comes next is. */
  COLOCATION_CHAIN_BACKWARDS(n -> colocationChain(n, false, "100").input()),
  /** The same as the first, where everything runs, would rather stay, and has to move. */
  COLOCATION_CHAIN_NODE_LOST(n -> nodeOfFirstLost(chainThatStays(n))),
  /** The same as the first, where capacity counts. */
  COLOCATION_CHAIN_BALANCED(
      n -> colocationChain(n, true, "INFINITY").option("placement-strategy", "balanced").input()),
  /** All go where one is. */
  COLOCATION_FAN(n -> colocationFan(n, "INFINITY").input()),
  /** All keep away from one. */
  COLOCATION_APART(n -> colocationFan(n, "-INFINITY").input()),
  /** One group of everything. */
  GROUP(n -> oneGroup(n).input()),
  /** The same, where everything runs. */
  GROUP_RUNNING(n -> running(oneGroup(n))),
  /** The same, where the node is gone on which everything ran. */
  GROUP_NODE_LOST(n -> nodeOfFirstLost(oneGroup(n).byDefault("resource-stickiness", "1"))),
  /** The same, where it can run nowhere. */
  GROUP_BLOCKED(n -> blocked("group", oneGroup(n))),
  /** The same, where capacity counts. */
  GROUP_BALANCED(n -> oneGroup(n).option("placement-strategy", "balanced").input()),
  /** Groups of two, each where the one before is, and after it. */
  GROUP_CHAIN(n -> groupChain(n, true).input()),
  /** Groups of two, each where the next one is, and before it. */
  GROUP_CHAIN_BACKWARDS(n -> groupChain(n, false).input()),
  /** Groups of ten. */
  GROUPS(n -> groups(n).input()),
  /** Pairs of clones on every node, each interleaved with its partner. */
  CLONES(n -> clones(n).input()),
  /** A chain of clones, each interleaved with the one before. */
  CLONE_CHAIN(n -> cloneChain(n, Map.of("interleave", "true"), true).input()),
  /** A chain of clones, each interleaved with the next. */
  CLONE_CHAIN_BACKWARDS(n -> cloneChain(n, Map.of("interleave", "true"), false).input()),
  /** A chain of clones, each after the whole one before. */
  CLONE_CHAIN_WHOLE(n -> cloneChain(n, Map.of(), true).input()),
  /** One clone of many instances, with one that follows it on each node. */
  CLONE_OF_MANY(n -> cloneOfMany(n).input()),
  /** One globally unique clone, with colocations. */
  CLONE_UNIQUE(n -> cloneUnique(n).input()),
  /** Clones of groups of four. */
  CLONED_GROUPS(n -> clonedGroups(n).input()),
  /** Promotable clones, each with something that goes where it is promoted. */
  PROMOTABLE(n -> promotable(n).input()),
  /** The same, where everything runs and a node is gone. */
  PROMOTABLE_NODE_LOST(n -> nodeLost(promotable(n))),
  /** Clones that tell their instances what happens, where everything starts. */
  NOTIFIED(n -> notified(n).input()),
  /** One set of all resources, in order. */
  ORDER_SET(n -> primitives(n).orderSets(null, List.of(set(n, true))).input()),
  /** Two sets, each of half of the resources, the second after any of the first in any order. */
  ORDER_SETS(n -> orderSets(n).input()),
  /** One set of all resources, together. */
  COLOCATION_SET(n -> primitives(n).colocateSets("INFINITY", List.of(set(n, true))).input()),
  /** Each resource prefers nodes by two rules and a node by its name. */
  RULES(n -> rules(n).input()),
  /** Each resource takes some capacity, balanced, and those of ten belong together. */
  BALANCED(n -> balanced(n).input()),
  /** The same, where everything runs and a node is gone. */
  BALANCED_NODE_LOST(n -> nodeLost(balanced(n))),
  /** Each resource needs a ticket of its own. */
  TICKETS(n -> tickets(n).input()),
  /** As many colocations, orders and locations as resources, at random. */
  RANDOM(n -> random(n).input());

  /** How many nodes there are unless somebody says otherwise. */
  static final int NODES = 8;

  private final IntFunction<PolicyInput> maker;

  Shape(IntFunction<PolicyInput> maker) {
    this.maker = maker;
  }

  /** Makes such a cluster of so many resources. */
  public PolicyInput of(int resources) {
    return maker.apply(resources);
  }

  private static PolicyInput running(Cluster cluster) {
    return History.running(cluster.input());
  }

  private static PolicyInput nodeLost(Cluster cluster) {
    return History.withoutNode(running(cluster), NODES - 1);
  }

  private static Cluster oneGroup(int n) {
    return new Cluster(NODES).add(Cluster.group("group", n));
  }

  private static PolicyInput nodeOfFirstLost(Cluster cluster) {
    return History.withoutNode(running(cluster), 0);
  }

  private static Cluster chainThatStays(int n) {
    return colocationChain(n, true, "INFINITY").byDefault("resource-stickiness", "1");
  }

  private static PolicyInput blocked(Cluster cluster) {
    return blocked(id(0), cluster);
  }

  private static PolicyInput blocked(String resource, Cluster cluster) {
    for (int node = 0; node < NODES; node++) {
      cluster.prefer(resource, node, "-INFINITY");
    }
    return cluster.input();
  }

  private static String id(int number) {
    return "rsc" + number;
  }

  private static Cluster primitives(int n) {
    return primitives(n, NODES);
  }

  static Cluster primitives(int n, int nodes) {
    return new Cluster(nodes).add(n, number -> Cluster.primitive(id(number)));
  }

  private static Cluster constraints(int n) {
    return withConstraints(primitives(n), n, 2 * n / 5);
  }

  /** Adds colocations, orders and locations by turns, among neighbours. */
  static Cluster withConstraints(Cluster cluster, int resources, int constraints) {
    for (int number = 0; number < constraints; number++) {
      int resource = (int) ((long) number * resources / constraints);
      int other = Math.max(0, resource - 1);
      switch (other == resource ? 2 : number % 3) {
        case 0 -> cluster.colocate(id(resource), id(other), number % 2 == 0 ? "INFINITY" : "100");
        case 1 -> cluster.order(id(other), id(resource));
        default -> cluster.prefer(id(resource), number % NODES, "50");
      }
    }
    return cluster;
  }

  private static Cluster chain(int n, boolean forwards) {
    Cluster cluster = primitives(n);
    for (int number = 1; number < n; number++) {
      cluster.order(id(forwards ? number - 1 : number), id(forwards ? number : number - 1));
    }
    return cluster;
  }

  private static Cluster orderFan(int n) {
    Cluster cluster = primitives(n);
    for (int number = 1; number < n; number++) {
      cluster.order(id(0), id(number));
    }
    return cluster;
  }

  private static Cluster orderFunnel(int n) {
    Cluster cluster = primitives(n);
    for (int number = 1; number < n; number++) {
      cluster.order(id(number), id(0));
    }
    return cluster;
  }

  private static Cluster colocationChain(int n, boolean forwards, String score) {
    Cluster cluster = primitives(n);
    for (int number = 1; number < n; number++) {
      cluster.colocate(
          id(forwards ? number : number - 1), id(forwards ? number - 1 : number), score);
    }
    return cluster;
  }

  private static Cluster colocationFan(int n, String score) {
    Cluster cluster = primitives(n);
    for (int number = 1; number < n; number++) {
      cluster.colocate(id(number), id(0), score);
    }
    return cluster;
  }

  private static Cluster groups(int n) {
    return new Cluster(NODES).add(n / 10, number -> Cluster.group("group" + number, 10));
  }

  private static Cluster clones(int n) {
    int pairs = n / (2 * NODES);
    Cluster cluster = new Cluster(NODES);
    for (int pair = 0; pair < pairs; pair++) {
      addClone(cluster, "first" + pair, Map.of("interleave", "true"));
      addClone(cluster, "then" + pair, Map.of("interleave", "true"));
      cluster.order("first" + pair, "then" + pair);
      cluster.colocate("then" + pair, "first" + pair, "INFINITY");
    }
    return cluster;
  }

  private static Cluster cloneChain(int n, Map<String, String> meta, boolean forwards) {
    Cluster cluster = new Cluster(NODES);
    int clones = n / NODES;
    for (int number = 0; number < clones; number++) {
      addClone(cluster, "clone" + number, meta);
    }
    return link(cluster, "clone", clones, forwards);
  }

  private static Cluster groupChain(int n, boolean forwards) {
    int groups = n / 2;
    Cluster cluster = new Cluster(NODES).add(groups, number -> Cluster.group("group" + number, 2));
    return link(cluster, "group", groups, forwards);
  }

  /** Has each start where and after the one before, or the next. */
  private static Cluster link(Cluster cluster, String prefix, int count, boolean forwards) {
    for (int number = 1; number < count; number++) {
      String first = prefix + (forwards ? number - 1 : number);
      String then = prefix + (forwards ? number : number - 1);
      cluster.order(first, then);
      cluster.colocate(then, first, "INFINITY");
    }
    return cluster;
  }

  private static void addClone(Cluster cluster, String id, Map<String, String> meta) {
    cluster.add(Cluster.clone(id, Cluster.primitive(id + "-p"), meta));
  }

  private static Cluster cloneOfMany(int n) {
    Cluster cluster = new Cluster(NODES);
    Map<String, String> meta =
        Map.of(
            "clone-max",
            Integer.toString(n / 2),
            "clone-node-max",
            Integer.toString(n / 2),
            "globally-unique",
            "true",
            "interleave",
            "true");
    addClone(cluster, "many", meta);
    addClone(cluster, "follower", meta);
    return cluster.order("many", "follower").colocate("follower", "many", "INFINITY");
  }

  private static Cluster cloneUnique(int n) {
    Cluster cluster = primitives(n / 2);
    Map<String, String> meta =
        Map.of(
            "clone-max", Integer.toString(n / 2),
            "clone-node-max", Integer.toString(n / 2),
            "globally-unique", "true");
    addClone(cluster, "many", meta);
    for (int number = 0; number < n / 2; number++) {
      cluster.colocate(id(number), "many", "100");
    }
    return cluster;
  }

  private static Cluster clonedGroups(int n) {
    return new Cluster(NODES)
        .add(
            n / (4 * NODES),
            number ->
                Cluster.clone("clone" + number, Cluster.group("group" + number, 4), Map.of()));
  }

  private static Cluster promotable(int n) {
    Cluster cluster = new Cluster(NODES);
    for (int number = 0; number < n / (NODES + 1); number++) {
      addClone(cluster, "clone" + number, Map.of("promotable", "true"));
      cluster.add(Cluster.primitive(id(number)));
      cluster.prefer("clone" + number, number % NODES, "100");
      cluster.colocateWithPromoted(id(number), "clone" + number, "INFINITY");
      cluster.orderAfterPromotion("clone" + number, id(number));
    }
    return cluster;
  }

  private static Cluster notified(int n) {
    Cluster cluster = new Cluster(NODES);
    for (int number = 0; number < n / NODES; number++) {
      addClone(cluster, "clone" + number, Map.of("promotable", "true", "notify", "true"));
    }
    return cluster;
  }

  private static ResourceSetDefinition set(int n, boolean sequential) {
    return set("all", 0, n, sequential);
  }

  private static ResourceSetDefinition set(String id, int from, int to, boolean sequential) {
    List<String> members = new ArrayList<>();
    for (int number = from; number < to; number++) {
      members.add(id(number));
    }
    return Cluster.set(id, sequential, members);
  }

  /** Sets that are small beside each other: every member of one is ordered to all of the next. */
  private static Cluster orderSets(int n) {
    List<ResourceSetDefinition> sets = new ArrayList<>();
    for (int from = 0; from + 10 <= n; from += 10) {
      sets.add(set("set" + from, from, from + 10, false));
    }
    return primitives(n).orderSets(null, sets);
  }

  private static Cluster rules(int n) {
    Cluster cluster = primitives(n);
    for (int number = 0; number < n; number++) {
      cluster.preferZone(id(number), number % 4);
      cluster.prefer(id(number), number % NODES, "5");
    }
    return cluster;
  }

  private static Cluster balanced(int n) {
    Cluster cluster =
        new Cluster(NODES)
            .option("placement-strategy", "balanced")
            .add(n, number -> Cluster.heavy(id(number)));
    IntUnaryOperator leader = number -> number - number % 10;
    for (int number = 0; number < n; number++) {
      if (number % 10 != 0) {
        cluster.colocate(id(number), id(leader.applyAsInt(number)), "INFINITY");
      }
    }
    return cluster;
  }

  private static Cluster tickets(int n) {
    Cluster cluster = primitives(n);
    for (int number = 0; number < n; number++) {
      cluster.ticket(id(number), "ticket" + number);
    }
    return cluster;
  }

  private static Cluster random(int n) {
    Random random = new Random(n);
    Cluster cluster = primitives(n);
    for (int number = 0; number < n; number++) {
      int one = random.nextInt(n);
      int other = random.nextInt(n);
      switch (random.nextInt(3)) {
        case 0 -> cluster.colocate(id(one), id(other), random.nextBoolean() ? "20" : "-20");
        case 1 -> cluster.order(id(Math.min(one, other)), id(Math.max(one, other)));
        default -> cluster.prefer(id(one), random.nextInt(NODES), "10");
      }
    }
    return cluster;
  }
}
