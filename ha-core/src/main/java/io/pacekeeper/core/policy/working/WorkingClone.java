package io.pacekeeper.core.policy.working;

import io.pacekeeper.core.policy.model.CloneDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A WorkingClone is a clone, promotable or not, during a decision. */
public final class WorkingClone extends WorkingResource {
  private final CloneDefinition definition;
  private final boolean promotable;
  private final List<WorkingResource> instances = new ArrayList<>();
  private int cloneMax;
  private int cloneNodeMax = 1;
  private int promotedMax = 1;
  private int promotedNodeMax = 1;
  private boolean interleave;
  private boolean ordered;
  private int promotedCount;
  private final InstancePlaces toBe = new InstancePlaces(instances, WorkingResource::place);
  private final InstancePlaces active = new InstancePlaces(instances, WorkingResource::activeOn);
  private final List<Ticket> promotionTickets = new ArrayList<>(0);

  /** Makes a clone without instances. */
  public WorkingClone(
      int index,
      String id,
      CloneDefinition definition,
      boolean promotable,
      Map<String, String> meta,
      AllowedNodes allowed) {
    super(index, id, definition, null, meta, allowed);
    this.definition = definition;
    this.promotable = promotable;
  }

  @Override
  public CloneDefinition definition() {
    return definition;
  }

  @Override
  public @Nullable WorkingResource parent() {
    return null;
  }

  /** Returns the instances; a decision sorts them, so their order changes. */
  @Override
  public List<WorkingResource> children() {
    return instances;
  }

  /** Whoever has changed the order of the instances has to say so. */
  public void instancesSorted() {
    toBe.forget();
    active.forget();
  }

  /** Returns the instances for which a node was chosen, in order. */
  public List<WorkingResource> instancesOn(WorkingNode node) {
    return toBe.on(node);
  }

  /** Returns the instances that are active on a node and nowhere else, in order. */
  public List<WorkingResource> instancesActiveOn(WorkingNode node) {
    return active.on(node);
  }

  @Override
  public @Nullable WorkingNode place() {
    return onePlace(instances);
  }

  @Override
  void forgetPlaces() {
    toBe.forget();
  }

  public boolean promotable() {
    return promotable;
  }

  /** Returns whether its instances cannot be told apart. */
  public boolean anonymous() {
    return !has(ResourceFlag.UNIQUE);
  }

  public int cloneMax() {
    return cloneMax;
  }

  public void setCloneMax(int value) {
    cloneMax = value;
  }

  public int cloneNodeMax() {
    return cloneNodeMax;
  }

  public void setCloneNodeMax(int value) {
    cloneNodeMax = value;
  }

  public int promotedMax() {
    return promotedMax;
  }

  public void setPromotedMax(int value) {
    promotedMax = value;
  }

  public int promotedNodeMax() {
    return promotedNodeMax;
  }

  public void setPromotedNodeMax(int value) {
    promotedNodeMax = value;
  }

  public boolean interleave() {
    return interleave;
  }

  public void setInterleave(boolean value) {
    interleave = value;
  }

  public boolean ordered() {
    return ordered;
  }

  public void setOrdered(boolean value) {
    ordered = value;
  }

  /** Returns how many instances are to be promoted. */
  public int promotedCount() {
    return promotedCount;
  }

  public void setPromotedCount(int value) {
    promotedCount = value;
  }

  /** Returns the tickets without which no instance is to be promoted. */
  public List<Ticket> promotionTickets() {
    return promotionTickets;
  }
}
