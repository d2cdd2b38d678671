package io.pacekeeper.core.policy.working;

import io.pacekeeper.core.policy.model.GroupDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A WorkingGroup is a group, or an instance of a cloned one, during a decision. */
public final class WorkingGroup extends WorkingResource {
  private final GroupDefinition definition;
  private final List<WorkingPrimitive> members = new ArrayList<>();
  private boolean ordered = true;
  private boolean colocated = true;
  private boolean placeKnown;
  private @Nullable WorkingNode place;

  /** Makes a group without members. */
  public WorkingGroup(
      int index,
      String id,
      GroupDefinition definition,
      @Nullable WorkingResource parent,
      Map<String, String> meta,
      AllowedNodes allowed) {
    super(index, id, definition, parent, meta, allowed);
    this.definition = definition;
  }

  @Override
  public GroupDefinition definition() {
    return definition;
  }

  @Override
  public List<WorkingPrimitive> children() {
    return members;
  }

  /** Every ordering of the group asks, so it is remembered. */
  @Override
  public @Nullable WorkingNode place() {
    if (!placeKnown) {
      place = onePlace(members);
      placeKnown = true;
    }
    return place;
  }

  @Override
  void forgetPlaces() {
    placeKnown = false;
  }

  public boolean ordered() {
    return ordered;
  }

  public void setOrdered(boolean value) {
    ordered = value;
  }

  public boolean colocated() {
    return colocated;
  }

  public void setColocated(boolean value) {
    colocated = value;
  }
}
