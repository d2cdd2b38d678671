package io.pacekeeper.core.whatif;

import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.whatif.Places.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a resource, or an instance, is, and where it is to be.
 *
 * @param id its id; that of an instance that is told from others ends with its number
 * @param managed whether the cluster starts and stops it
 * @param role what it is: {@code Started}, {@code Stopped}, {@code Promoted}, {@code Unpromoted}
 * @param nodes where it is or could be active
 * @param nextRole what it is to be
 * @param nextNode where it is to be, or null for nowhere
 */
public record Outlook(
    String id,
    boolean managed,
    String role,
    List<String> nodes,
    String nextRole,
    @Nullable String nextNode) {
  private static final String STOPPED = "Stopped";

  public Outlook {
    nodes = List.copyOf(nodes);
  }

  static List<Outlook> of(ClusterSimulation simulation) {
    Cib cib = simulation.cib();
    Places now = new Places(cib);
    Places next = new Places(simulation.revised());
    List<Outlook> all = new ArrayList<>();
    for (ResourceDefinition definition : cib.resources().values()) {
      boolean managed = !simulation.inspection().held().containsKey(definition.id());
      for (String name : now.names(definition)) {
        boolean promotable = definition.isPromotable();
        if (now.isOneOfMany(name)) {
          all.addAll(instances(name, managed, promotable, now.of(name), next.of(name)));
        } else {
          all.add(outlook(name, managed, promotable, now.of(name), next.of(name)));
        }
      }
    }
    for (String orphan : now.orphans()) {
      boolean managed = !simulation.inspection().held().containsKey(orphan);
      all.add(outlook(orphan, managed, false, now.of(orphan), next.of(orphan)));
    }
    return all;
  }

  /** Returns one for each node on which an instance is or is to be; one if there is none. */
  private static List<Outlook> instances(
      String name, boolean managed, boolean promotable, List<Place> now, List<Place> next) {
    TreeSet<String> nodes = new TreeSet<>();
    now.forEach(place -> nodes.add(place.node().name()));
    next.forEach(place -> nodes.add(place.node().name()));
    List<Outlook> instances = new ArrayList<>();
    for (String node : nodes) {
      instances.add(outlook(name, managed, promotable, on(node, now), on(node, next)));
    }
    return instances.isEmpty() ? List.of(outlook(name, managed, promotable, now, next)) : instances;
  }

  private static List<Place> on(String node, List<Place> places) {
    return places.stream().filter(place -> place.node().name().equals(node)).toList();
  }

  private static Outlook outlook(
      String name, boolean managed, boolean promotable, List<Place> now, List<Place> next) {
    return new Outlook(
        name,
        managed,
        role(promotable, now),
        now.stream().map(place -> place.node().name()).toList(),
        role(promotable, next),
        next.isEmpty() ? null : next.get(0).node().name());
  }

  private static String role(boolean promotable, List<Place> places) {
    if (places.isEmpty()) {
      return STOPPED;
    }
    if (!promotable) {
      return "Started";
    }
    return places.stream().anyMatch(Place::isPromoted) ? "Promoted" : "Unpromoted";
  }
}
