package io.pacekeeper.testkit.invariant;

import io.pacekeeper.api.Operation;
import io.pacekeeper.core.document.DocumentKey.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A cluster without faults serves everything that it can, each resource once, and then writes
 * nothing but leases. Unlike the others this one is asked, when the faults have been taken away.
 */
public final class HealedClusterRestsAndServes implements Invariant {
  private final Map<String, Set<String>> served = new TreeMap<>();
  private long restsSinceNanos;
  private String lastWrite = "nothing";

  @Override
  public void check(Happening happening, World world) {
    if (happening instanceof Happening.OperationEnded ended) {
      ended(ended);
    } else if (happening instanceof Happening.OperationBegan began
        && began.operation() == Operation.STOP) {
      processes(began.resource()).remove(began.process());
    } else if (happening instanceof Happening.ProcessEnded ended) {
      served.values().forEach(processes -> processes.remove(ended.process()));
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
   * @param resources what it can serve
   * @param rest for how long nothing must have been written
   */
  public @Nullable String missing(Collection<String> resources, Duration rest, World world) {
    for (String resource : resources) {
      if (processes(resource).size() != 1) {
        return resource + " is served by " + processes(resource);
      }
    }
    return world.nanos() - restsSinceNanos < rest.toNanos() ? "it wrote " + lastWrite : null;
  }

  private void ended(Happening.OperationEnded ended) {
    if (ended.operation() == Operation.START && ended.failure() == null) {
      processes(ended.resource()).add(ended.process());
    } else if (ended.operation() == Operation.STOP) {
      processes(ended.resource()).remove(ended.process());
    }
  }

  private Set<String> processes(String resource) {
    return served.computeIfAbsent(resource, id -> new TreeSet<>());
  }
}
