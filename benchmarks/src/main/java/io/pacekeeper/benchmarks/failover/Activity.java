package io.pacekeeper.benchmarks.failover;

import io.pacekeeper.examples.evidence.EvidenceLine;
import io.pacekeeper.examples.evidence.EvidenceLine.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What is active where, as evidence shows it. */
final class Activity {
  private final List<EvidenceLine> lines;
  private final Map<String, Set<String>> nodes = new HashMap<>();

  Activity(Collection<EvidenceLine> evidence) {
    this.lines = new ArrayList<>(evidence);
    lines.sort(Comparator.comparingLong(EvidenceLine::nanos));
    for (EvidenceLine line : lines) {
      Set<String> on = nodes.computeIfAbsent(line.resource(), resource -> new HashSet<>());
      if (line.event() == Event.START) {
        on.add(line.node());
      } else if (line.event() == Event.STOP) {
        on.remove(line.node());
      }
    }
  }

  /** Returns whether each of so many services is active once, and the nodes have even shares. */
  boolean isSettled(int services, int participants) {
    if (nodes.size() != services || nodes.values().stream().anyMatch(on -> on.size() != 1)) {
      return false;
    }
    Map<String, Integer> shares = new TreeMap<>();
    nodes.values().forEach(on -> on.forEach(node -> shares.merge(node, 1, Integer::sum)));
    int most = (services + participants - 1) / participants;
    return shares.values().stream().allMatch(share -> share <= most);
  }

  /** Returns what is active on a node. */
  Set<String> on(String node) {
    Set<String> active = new HashSet<>();
    nodes.forEach(
        (resource, on) -> {
          if (on.contains(node)) {
            active.add(resource);
          }
        });
    return active;
  }

  /** Returns when each service was first started on another node after a moment, if it was. */
  Map<String, Long> startedElsewhere(String node, long since) {
    return first(line -> line.event() == Event.START && !line.node().equals(node), since);
  }

  /** Returns when each service was stopped on a node after a moment, if it was. */
  Map<String, Long> stopped(String node, long since) {
    return first(line -> line.event() == Event.STOP && line.node().equals(node), since);
  }

  private Map<String, Long> first(Predicate<? super EvidenceLine> wanted, long since) {
    Map<String, Long> times = new HashMap<>();
    for (EvidenceLine line : lines) {
      if (line.nanos() - since > 0 && wanted.test(line)) {
        times.putIfAbsent(line.resource(), line.nanos());
      }
    }
    return times;
  }
}
