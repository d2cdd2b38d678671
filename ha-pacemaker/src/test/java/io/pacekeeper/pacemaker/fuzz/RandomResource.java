package io.pacekeeper.pacemaker.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A resource of a cluster that was made up. */
final class RandomResource {
  private final String id;
  private final boolean device;
  private final @Nullable RandomResource clone;
  private final boolean promotable;
  private final boolean unique;
  private final List<RandomResource> children = new ArrayList<>();
  private boolean monitored;
  private boolean monitoredPromoted;

  RandomResource(String id, boolean device, @Nullable RandomResource clone) {
    this.id = id;
    this.device = device;
    this.clone = clone;
    this.promotable = false;
    this.unique = false;
  }

  /** Makes a clone. */
  RandomResource(String id, boolean promotable, boolean unique) {
    this.id = id;
    this.device = false;
    this.clone = null;
    this.promotable = promotable;
    this.unique = unique;
  }

  String id() {
    return id;
  }

  @Nullable RandomResource clone0() {
    return clone;
  }

  boolean promotable() {
    return promotable;
  }

  boolean unique() {
    return unique;
  }

  void add(RandomResource child) {
    children.add(child);
  }

  List<RandomResource> children() {
    return children;
  }

  boolean monitored() {
    return monitored;
  }

  void setMonitored(boolean value) {
    monitored = value;
  }

  boolean monitoredPromoted() {
    return monitoredPromoted;
  }

  void setMonitoredPromoted(boolean value) {
    monitoredPromoted = value;
  }

  boolean device() {
    return device;
  }

  /** Returns what runs it, as attributes. */
  String agent() {
    if (device) {
      return "class=\"stonith\" type=\"fence_dummy\"";
    }
    boolean stateful = clone != null && clone.promotable;
    return "class=\"ocf\" provider=\"pacemaker\" type=\"" + (stateful ? "Stateful" : "Dummy") + '"';
  }
}
