package io.pacekeeper.testkit.invariant;

import io.pacekeeper.api.ClonePolicy;
import io.pacekeeper.api.ColocationConstraint;
import io.pacekeeper.api.GroupMembership;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.PromotionPolicy;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Role;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.InstanceName;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A cluster without faults serves everything that it can, each resource as often as it is to be,
 * with what belongs together on one node, and then writes nothing but leases. Unlike the others
 * this one is asked, when the faults have been taken away.
 */
public final class HealedClusterRestsAndServes implements Invariant {
  private final Map<String, Set<String>> served = new TreeMap<>();
  private final Map<String, Set<String>> promoted = new TreeMap<>();
  private long restsSinceNanos;
  private String lastWrite = "nothing";

  @Override
  public void check(Happening happening, World world) {
    if (happening instanceof Happening.OperationEnded ended) {
      ended(ended);
    } else if (happening instanceof Happening.OperationBegan began
        && began.operation() == Operation.STOP) {
      processes(began.resource()).remove(began.process());
      promoted(began.resource()).remove(began.process());
    } else if (happening instanceof Happening.ProcessEnded ended) {
      served.values().forEach(processes -> processes.remove(ended.process()));
      promoted.values().forEach(processes -> processes.remove(ended.process()));
    } else if (happening instanceof Happening.Written written) {
      for (Happening.Change change : written.changes()) {
        if (change.key().kind() != Kind.LEASE) {
          restsSinceNanos = world.nanos();
          lastWrite = written.describe();
        }
      }
    }
  }

  /**
   * Returns what keeps the cluster from serving and resting, or null if it does.
   *
   * @param resources what it is to run
   * @param nodes how many nodes it has, each of which has all the code
   * @param rest for how long nothing must have been written
   */
  public @Nullable String missing(
      Collection<ResourceDefinition> resources, int nodes, Duration rest, World world) {
    for (ResourceDefinition resource : resources) {
      String missing = missing(resource, nodes);
      if (missing == null) {
        missing = apart(resource, resources);
      }
      if (missing != null) {
        return missing;
      }
    }
    return world.nanos() - restsSinceNanos < rest.toNanos() ? "it wrote " + lastWrite : null;
  }

  private @Nullable String missing(ResourceDefinition resource, int nodes) {
    ClonePolicy cloning = resource.cloning();
    String id = resource.id();
    if (cloning == null) {
      return wrong(id, "served", processes(id), 1);
    }
    int wanted = Math.min(cloning.max() == 0 ? nodes : cloning.max(), nodes * cloning.nodeMax());
    if (!cloning.globallyUnique()) {
      String missing = wrong(id, "served", processes(id), Math.min(wanted, nodes));
      PromotionPolicy promotion = cloning.promotion();
      return missing != null || promotion == null
          ? missing
          : wrong(id, "promoted", promoted(id), Math.min(promotion.max(), nodes));
    }
    for (int instance = 0; instance < wanted; instance++) {
      String name = InstanceName.of(id, instance);
      String missing = wrong(name, "served", processes(name), 1);
      if (missing != null) {
        return missing;
      }
    }
    return null;
  }

  private static @Nullable String wrong(
      String name, String how, Set<String> processes, int wanted) {
    return processes.size() == wanted
        ? null
        : name + " is " + how + " by " + processes + " instead of " + wanted;
  }

  /** Returns what belongs together and is apart. */
  private @Nullable String apart(
      ResourceDefinition resource, Collection<ResourceDefinition> resources) {
    for (ColocationConstraint with : resource.constraints().colocations()) {
      Set<String> other =
          with.withRole() == Role.PROMOTED ? promoted(with.with()) : processes(with.with());
      if (with.score() >= Score.INFINITY && !other.containsAll(processes(resource.id()))) {
        return resource.id() + " is apart from " + with.with() + ", which is on " + other;
      }
    }
    GroupMembership group = resource.group();
    for (ResourceDefinition other : resources) {
      if (group != null
          && other.group() != null
          && other.group().name().equals(group.name())
          && !processes(other.id()).equals(processes(resource.id()))) {
        return resource.id() + " is apart from " + other.id() + " of its group";
      }
    }
    return null;
  }

  private void ended(Happening.OperationEnded ended) {
    boolean succeeded = ended.failure() == null;
    switch (ended.operation()) {
      case START -> {
        if (succeeded) {
          processes(ended.resource()).add(ended.process());
        }
      }
      case PROMOTE -> {
        if (succeeded) {
          promoted(ended.resource()).add(ended.process());
        }
      }
      case STOP -> {
        processes(ended.resource()).remove(ended.process());
        promoted(ended.resource()).remove(ended.process());
      }
      case DEMOTE -> promoted(ended.resource()).remove(ended.process());
      case MONITOR -> {
        // That it is well changes nothing.
      }
    }
  }

  private Set<String> promoted(String resource) {
    return promoted.computeIfAbsent(resource, id -> new TreeSet<>());
  }

  private Set<String> processes(String resource) {
    return served.computeIfAbsent(resource, id -> new TreeSet<>());
  }
}
