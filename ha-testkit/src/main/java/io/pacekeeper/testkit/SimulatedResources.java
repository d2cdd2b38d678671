package io.pacekeeper.testkit;

import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.OrderKind;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Role;
import io.pacekeeper.api.Score;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a simulated cluster is to run: some resources that may run once, and often others: a group,
 * clones, a promotable clone, and what is tied to those.
 *
 * @param once how many there are of the plain ones, named r1, r2 and so on
 * @param definitions all of them
 */
record SimulatedResources(int once, List<ResourceDefinition> definitions) {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  SimulatedResources {
    definitions = List.copyOf(definitions);
  }

  /** Returns so many resources that have nothing to do with each other. */
  static SimulatedResources plain(int count) {
    List<ResourceDefinition> definitions = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      definitions.add(resource("r" + i).build().definition());
    }
    return new SimulatedResources(count, definitions);
  }

  static SimulatedResources draw(Dice dice) {
    int count = dice.pick(List.of(1, 2, 3, 4, 6));
    if (dice.chance(0.4)) {
      return plain(count);
    }
    List<ResourceDefinition> definitions = new ArrayList<>(drawTied(dice, count));
    if (dice.chance(0.4)) {
      boolean ordered = dice.chance(0.3);
      int max = dice.pick(List.of(0, 0, 2));
      definitions.add(resource("c").cloned(c -> c.max(max).ordered(ordered)).build().definition());
    }
    if (dice.chance(0.6)) {
      definitions.add(drawPromotable(dice));
      if (dice.chance(0.5)) {
        definitions.add(
            resource("app")
                .afterPromotion("p")
                .colocate("p", Score.INFINITY, Role.STARTED, Role.PROMOTED)
                .build()
                .definition());
      }
    }
    if (dice.chance(0.4)) {
      int max = dice.pick(List.of(2, 3));
      definitions.add(
          resource("u")
              .cloned(c -> c.globallyUnique(true).max(max).nodeMax(2))
              .build()
              .definition());
    }
    if (dice.chance(0.4)) {
      // Nothing is drawn for it, so that what follows is the same for each seed.
      boolean cloned = count % 3 == 0;
      for (int i = 1; i <= 3; i++) {
        Resource.Builder member = resource("g" + i).group("g", i);
        definitions.add((cloned ? member.cloned(c -> c.max(2)) : member).build().definition());
      }
    }
    return new SimulatedResources(count, definitions);
  }

  /** Returns a promotable clone that is demoted alone, or restarted, when it fails. */
  private static ResourceDefinition drawPromotable(Dice dice) {
    OnFail onFail = dice.pick(List.of(OnFail.RESTART, OnFail.DEMOTE));
    return resource("p")
        .promotable(c -> c.promote(new OperationDefinition(TIMEOUT, onFail)))
        .monitor(Duration.ofSeconds(2), TIMEOUT, onFail, Role.PROMOTED)
        .build()
        .definition();
  }

  /** Returns the same, each of which takes some of what nodes have, or nothing. */
  SimulatedResources taking(Dice dice) {
    return new SimulatedResources(
        once,
        definitions.stream()
            .map(one -> SimulatedPlacement.taking(one, dice.below(SimulatedPlacement.MOST)))
            .toList());
  }

  /** Returns the plain ones: each, but for the first, may be tied to the one before it. */
  private static List<ResourceDefinition> drawTied(Dice dice, int count) {
    List<ResourceDefinition> definitions = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      Resource.Builder builder = resource("r" + i);
      String before = "r" + (i - 1);
      if (i > 1) {
        switch (dice.below(6)) {
          case 0 -> builder.after(before);
          case 1 -> builder.after(before, OrderKind.OPTIONAL, true, Role.STARTED);
          case 2 -> builder.colocate(before, Score.INFINITY).after(before);
          case 3 -> builder.colocate(before, Score.INFINITY);
          default -> {
            // It has nothing to do with it.
          }
        }
      }
      definitions.add(builder.build().definition());
    }
    return definitions;
  }

  /**
   * Returns a resource whose failures are soon forgotten, so that no node is banned for long. A
   * stop that fails ends its node, but for one resource: that is blocked until it is cleaned up.
   */
  static Resource.Builder resource(String id) {
    return Resource.of(id, SimulatedResources::nobody)
        .migrationThreshold(3)
        .failureTimeout(Duration.ofSeconds(6))
        .start(TIMEOUT, OnFail.RESTART)
        .stop(TIMEOUT, id.equals("r3") ? OnFail.BLOCK : OnFail.FENCE)
        .monitor(Duration.ofSeconds(3), TIMEOUT);
  }

  private static ResourceAgent nobody() {
    throw new IllegalStateException("simulated resources have no agent");
  }

  boolean isPromotable(String id) {
    return definitions.stream().anyMatch(one -> one.id().equals(id) && one.isPromotable());
  }

  /** Returns the names of those that may run once and are no instances or members. */
  List<String> plainNames() {
    return definitions.stream()
        .map(ResourceDefinition::id)
        .filter(id -> id.startsWith("r"))
        .toList();
  }
}
