package io.pacekeeper.testkit;

import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.testkit.invariant.Happening;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Changes at random of what nodes have and of how well they are. By dice of its own, so that it
 * changes nothing about the faults that strike beside it.
 */
final class PlacementChaos {
  private static final String ATTRIBUTE = "#health-disk";
  private static final long MEAN_NANOS = 2_000_000_000L;

  private final SimulatedCluster cluster;
  private final Dice dice;
  private boolean over;

  PlacementChaos(SimulatedCluster cluster) {
    this.cluster = cluster;
    this.dice = cluster.dice().fork();
  }

  void begin() {
    if (cluster.options().placement().counts()) {
      later();
    }
  }

  private void later() {
    long pause = (long) (-Math.log(1 - dice.unit()) * MEAN_NANOS);
    cluster
        .queue()
        .after(
            pause,
            () -> {
              if (!over) {
                strike(dice.pick(cluster.nodes()));
                later();
              }
            });
  }

  private void strike(SimulatedNode node) {
    switch (dice.below(3)) {
      case 0 -> capacity(node.name(), dice.pick(List.of(0, 3, 10, 30, 100)));
      case 1 -> heap(node, dice.pick(List.of(10, 75, 85, 90, 99)));
      default -> disk(node, dice.pick(List.of("green", "yellow", "red", "-3", "7")));
    }
  }

  private void capacity(String node, int amount) {
    SortedMap<String, Integer> capacity = new TreeMap<>();
    capacity.put(SimulatedPlacement.MEMORY, amount);
    ChangeNote note = new ChangeNote("somebody", "pk", Instant.EPOCH);
    happen("capacity of " + node + ": " + capacity);
    cluster.store().write(DocumentKey.node(node), NodeDocument.EMPTY.withCapacity(capacity, note));
  }

  private void heap(SimulatedNode node, int percent) {
    happen("the heap of " + node.name() + " is full by " + percent + "%");
    node.heap(percent);
  }

  private void disk(SimulatedNode node, String value) {
    SimulatedProcess process = node.process();
    if (process != null) {
      happen("the disk of " + node.name() + " is " + value);
      process.post(new Input.AttributeSet(ATTRIBUTE, value));
    }
  }

  /** Makes every node well; what an administrator said of capacity is taken back with the rest. */
  void end() {
    over = true;
    for (SimulatedNode node : cluster.nodes()) {
      node.heap(0);
    }
    cluster.processes().forEach(process -> process.post(new Input.AttributeSet(ATTRIBUTE, null)));
  }

  private void happen(String what) {
    cluster.happen(new Happening.Fault(what));
  }
}
