package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.ResourceLocation;
import io.pacekeeper.core.policy.explain.Cause;
import io.pacekeeper.core.policy.explain.Phrases;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.scheduler.NodeStatus.Obstacle;
import io.pacekeeper.core.scheduler.ResourceStatus.NodeFailures;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words of a live cluster: those of its resources' definitions, and of its administrators. */
final class LivePhrases implements Phrases {
  private final Roster roster;
  private final NodeStatus nodes;
  private final History history;
  private final Map<String, LocationConstraint> origins;
  private final List<ResourceLocation> directives;

  LivePhrases(
      Roster roster,
      NodeStatus nodes,
      History history,
      Map<String, LocationConstraint> origins,
      List<ResourceLocation> directives) {
    this.roster = roster;
    this.nodes = nodes;
    this.history = history;
    this.origins = origins;
    this.directives = directives;
  }

  @Override
  public String name(WorkingResource resource) {
    return roster.name(resource.id(), resource.definition().id());
  }

  @Override
  public Cause location(String id, WorkingPrimitive resource, WorkingNode node) {
    LocationConstraint location = origins.get(id);
    if (location == null) {
      boolean orphan = roster.isOrphan(number(resource));
      return new Cause("no code for it", orphan ? null : "deploy its code on " + node.name());
    }
    String words =
        location.rule() == null ? "location " + location.node() : "rule " + location.rule();
    String name = roster.resources.get(number(resource)).id();
    for (ResourceLocation directive : directives) {
      if (directive.resource().equals(name) && directive.location().equals(location)) {
        return new Cause(words + " (" + directive.id() + ")", "pk resource clear " + name);
      }
    }
    return new Cause(words, "change the constraint '" + words + "'");
  }

  private int number(WorkingPrimitive resource) {
    return roster.ofEngine(resource.definition().id());
  }

  /** What is tied to what stands in the definitions: nothing has an id. */
  @Override
  public String reference(String id) {
    return "";
  }

  @Override
  public @Nullable Cause obstacle(WorkingNode node) {
    Obstacle obstacle = nodes.obstacle(roster.node(node.name()));
    return obstacle == null ? null : new Cause(obstacle.state(), obstacle.remedy());
  }

  @Override
  public Cause stopped(WorkingPrimitive primitive) {
    int r = number(primitive);
    ResourceDefinition definition = roster.resources.get(r);
    if (roster.isOrphan(r)) {
      return new Cause("no application declares it", "declare it");
    }
    NodeFailures stopped = history.of(r).stopped();
    if (stopped != null) {
      String node = roster.nodeName(stopped.node());
      return new Cause(
          "on-fail=stop after " + History.describe(stopped.failure()) + " on " + node,
          "clean up " + definition.id() + " on " + node);
    }
    return new Cause("target-role is Stopped", "set target-role to Started");
  }

  @Override
  public Cause initial(WorkingPrimitive primitive, WorkingNode node, int score) {
    return score > 0
        ? new Cause("active there and left alone", null)
        : new Cause("a failure there", "clean up " + name(primitive) + " on " + node.name());
  }
}
