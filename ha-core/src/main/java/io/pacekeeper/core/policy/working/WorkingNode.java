package io.pacekeeper.core.policy.working;

import io.pacekeeper.core.policy.model.NodeDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A WorkingNode is a node during a decision: what all resources share of it. What a resource thinks
 * of it is in the resource's {@link AllowedNodes}, under the node's index.
 */
public final class WorkingNode {
  private final int index;
  private final NodeDefinition definition;
  private final boolean member;
  private final Map<String, String> attributes = new HashMap<>();
  private final Map<String, Integer> utilization = new TreeMap<>();
  private final List<WorkingResource> running = new ArrayList<>();
  private int baseScore;
  private boolean dc;
  private boolean online;
  private boolean standby;
  private boolean standbyOnFail;
  private boolean pending;
  private boolean unclean;
  private boolean unseen = true;
  private boolean shutdown;
  private boolean expectedUp;
  private boolean maintenance;
  private int resourceCount;
  private int priority;

  /** Makes a node that nothing is known of yet. */
  public WorkingNode(int index, NodeDefinition definition, boolean member, int baseScore) {
    this.index = index;
    this.definition = definition;
    this.member = member;
    this.baseScore = baseScore;
  }

  /** Returns its place among the nodes, which are sorted by name. */
  public int index() {
    return index;
  }

  public NodeDefinition definition() {
    return definition;
  }

  public String id() {
    return definition.id();
  }

  public String name() {
    return definition.name();
  }

  /** Returns whether it is a cluster node, rather than one that is only pinged. */
  public boolean member() {
    return member;
  }

  /** Returns the attributes, permanent and transient ones merged, with the built-in ones. */
  public Map<String, String> attributes() {
    return attributes;
  }

  /** Returns an attribute; null: it has none of that name. */
  public @Nullable String attribute(String name) {
    return attributes.get(name);
  }

  /** Returns the capacity that is left, by name. */
  public Map<String, Integer> utilization() {
    return utilization;
  }

  /** Returns the resources that are active on it, in the order in which they were found. */
  public List<WorkingResource> running() {
    return running;
  }

  /**
   * Returns the score that the node itself has. The tables of the resources were filled with the
   * configured one; -INFINITY since then: it is offline or about to shut down.
   */
  public int baseScore() {
    return baseScore;
  }

  public void setBaseScore(int score) {
    baseScore = score;
  }

  public boolean dc() {
    return dc;
  }

  public void setDc(boolean value) {
    dc = value;
  }

  public boolean online() {
    return online;
  }

  public void setOnline(boolean value) {
    online = value;
  }

  /** Returns whether nothing is to run on it; a pending node is standby as well. */
  public boolean standby() {
    return standby;
  }

  public void setStandby(boolean value) {
    standby = value;
  }

  public boolean standbyOnFail() {
    return standbyOnFail;
  }

  public void setStandbyOnFail(boolean value) {
    standbyOnFail = value;
  }

  public boolean pending() {
    return pending;
  }

  public void setPending(boolean value) {
    pending = value;
  }

  public boolean unclean() {
    return unclean;
  }

  public void setUnclean(boolean value) {
    unclean = value;
  }

  public boolean unseen() {
    return unseen;
  }

  public void setUnseen(boolean value) {
    unseen = value;
  }

  /** Returns whether it asked to be shut down. */
  public boolean shutdown() {
    return shutdown;
  }

  public void setShutdown(boolean value) {
    shutdown = value;
  }

  public boolean expectedUp() {
    return expectedUp;
  }

  public void setExpectedUp(boolean value) {
    expectedUp = value;
  }

  public boolean maintenance() {
    return maintenance;
  }

  public void setMaintenance(boolean value) {
    maintenance = value;
  }

  /** Returns how many resources have been assigned to it so far. */
  public int resourceCount() {
    return resourceCount;
  }

  public void setResourceCount(int count) {
    resourceCount = count;
  }

  /** Returns the sum of the priorities of what is active on it, for priority-fencing-delay. */
  public int priority() {
    return priority;
  }

  public void setPriority(int value) {
    priority = value;
  }

  /** Returns whether resources may be assigned to it, as far as the node itself is concerned. */
  public boolean available() {
    return online && !shutdown && !unclean && !standby && !maintenance;
  }

  @Override
  public String toString() {
    return name();
  }
}
