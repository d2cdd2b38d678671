package io.pacekeeper.core.policy.explain;

import io.pacekeeper.api.Explanation;
import io.pacekeeper.api.Explanation.NodeCase;
import io.pacekeeper.core.policy.PolicyEngine;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.rule.RuleTime;
import io.pacekeeper.core.policy.unpack.Unpacked;
import io.pacekeeper.core.policy.unpack.Unpacking;
import io.pacekeeper.core.policy.working.Action;
import io.pacekeeper.core.policy.working.Actions;
import io.pacekeeper.core.policy.working.Colocation;
import io.pacekeeper.core.policy.working.Reasons;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.Task;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The CibExplainer says why a resource of a cluster that is described to the engine is where. */
public final class CibExplainer {
  private final WorkingSet working;
  private final Reasons reasons;
  private final Phrases phrases;
  private final WorkingResource resource;
  private final Parts parts;
  private final NodeCases cases;

  private CibExplainer(WorkingSet working, Reasons reasons, WorkingResource resource) {
    this.working = working;
    this.reasons = reasons;
    this.phrases = new CibPhrases(working);
    this.resource = resource;
    this.parts = Parts.of(resource);
    this.cases = NodeCases.of(working, reasons, phrases, resource);
  }

  /**
   * Explains one resource of a cluster as it is at a time.
   *
   * @param name the id of a primitive, a group or a clone; that of an instance means its clone
   * @throws IllegalArgumentException if there is no such resource; it says so in a sentence
   */
  public static Explanation explain(PolicyInput input, String name, RuleTime time) {
    Unpacked unpacked = Unpacking.unpack(input, time);
    WorkingSet working = unpacked.working();
    Reasons reasons = new Reasons();
    working.setReasons(reasons);
    WorkingResource resource = find(working, name);
    PolicyEngine.decide(unpacked, false);
    return new CibExplainer(working, reasons, resource).explain(name);
  }

  private static WorkingResource find(WorkingSet working, String name) {
    WorkingResource exact = working.resourceById(name);
    if (exact != null) {
      return exact.parent() instanceof WorkingClone clone ? clone : exact;
    }
    for (WorkingResource one : working.everyResource()) {
      if (one.definition().id().equals(name)) {
        return one.top();
      }
    }
    throw new IllegalArgumentException(
        "there is no resource %s: there is %s"
            .formatted(
                name,
                working.resources().stream()
                    .map(WorkingResource::id)
                    .sorted()
                    .collect(Collectors.joining(", "))));
  }

  private Explanation explain(String name) {
    boolean nowhere = parts.placed().isEmpty();
    String places = String.join(", ", nodes(parts.placed()));
    return new Explanation(
        resource.id(),
        nowhere ? null : places,
        name + " " + summary(places) + ".",
        cases.all(),
        remedy(nowhere));
  }

  private @Nullable String remedy(boolean nowhere) {
    for (WorkingPrimitive lead : parts.leads()) {
      if (!lead.managed()) {
        return leftAlone(lead).remedy();
      }
    }
    return nowhere ? cases.remedy() : null;
  }

  /** Returns why a primitive is left alone. */
  private Cause leftAlone(WorkingPrimitive lead) {
    String name = phrases.name(lead);
    if (lead.has(ResourceFlag.BLOCKED)) {
      return new Cause("blocked after a failure", "clean up " + name);
    }
    if (working.options().maintenanceMode()) {
      return new Cause("in maintenance with all others", "set maintenance-mode to false");
    }
    if (lead.has(ResourceFlag.MAINTENANCE)) {
      return new Cause("in maintenance", "end the maintenance of " + name);
    }
    for (WorkingNode node : lead.runningOn()) {
      if (node.maintenance()) {
        return new Cause("on a node in maintenance", "end the maintenance of " + node.name());
      }
    }
    return working.options().stonithEnabled() && !working.fenceDeviceKnown()
        ? new Cause(
            "unmanaged, since nothing can fence",
            "configure a fencing device, or set stonith-enabled to false")
        : new Cause("unmanaged", "set is-managed to true");
  }

  private static Collection<String> nodes(List<WorkingPrimitive> leads) {
    return leads.stream()
        .map(lead -> String.valueOf(lead.assigned()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String summary(String places) {
    if (parts.leads().isEmpty()) {
      return "has nothing in it";
    }
    return parts.whole() == null ? summaryOfOne(parts.leads().get(0)) : summaryOfClone(places);
  }

  private String summaryOfClone(String places) {
    List<WorkingPrimitive> placed = parts.placed();
    if (placed.isEmpty()) {
      return "runs nowhere: " + whyNowhere(parts.leads().get(0));
    }
    String promoted =
        String.join(
            ", ", nodes(placed.stream().filter(lead -> lead.nextRole() == Role.PROMOTED).toList()));
    return "has %d %s on %s"
            .formatted(placed.size(), placed.size() == 1 ? "instance" : "instances", places)
        + (promoted.isEmpty() ? "" : ", promoted on " + promoted);
  }

  private String summaryOfOne(WorkingPrimitive lead) {
    List<WorkingNode> active = lead.runningOn();
    WorkingNode target = lead.assigned();
    if (!lead.managed()) {
      String where = active.isEmpty() ? "runs nowhere" : "is on " + names(active);
      return where + " and is left alone: it is " + leftAlone(lead).words();
    }
    if (target == null) {
      String where =
          active.isEmpty() ? "runs nowhere" : "is to stop on " + names(active) + " and run nowhere";
      return where + ": " + whyNowhere(lead);
    }
    Cause waiting = cases.waiting();
    if (waiting != null) {
      return "is to be on " + target + ", and waits " + waiting.words();
    }
    if (active.isEmpty()) {
      return "is to start on " + target;
    }
    if (!active.equals(List.of(target))) {
      return "is to move from " + names(active) + " to " + target + ": " + whyMove(active, target);
    }
    Action stop = Actions.newest(lead, Task.STOP, target);
    return stop == null || stop.optional()
        ? "is on " + target + " and stays there"
        : "is to restart on " + target + (stop.reason() == null ? "" : ": " + stop.reason());
  }

  private static String names(List<WorkingNode> nodes) {
    return nodes.stream().map(WorkingNode::name).collect(Collectors.joining(" and "));
  }

  private String whyMove(List<WorkingNode> active, WorkingNode target) {
    String left = active.get(0).name();
    for (NodeCase node : cases.all()) {
      if (node.node().equals(left) && node.score() < 0) {
        return left + " " + node.verdict();
      }
    }
    if (active.size() > 1) {
      return "it is active on " + active.size() + " nodes";
    }
    WorkingPrimitive lead = parts.leads().get(0);
    boolean higher =
        lead.allowed().score(target.index()) > lead.allowed().score(active.get(0).index());
    return target + (higher ? " has a higher score" : " has less to carry");
  }

  private String whyNowhere(WorkingPrimitive lead) {
    if (working.options().stopAll()) {
      return "stop-all-resources is on";
    }
    Colocation unpartnered = reasons.unpartnered(lead);
    if (unpartnered != null) {
      return "it has to be with "
          + phrases.name(unpartnered.primary())
          + phrases.reference(unpartnered.id());
    }
    boolean toStop = lead.targetRole() == Role.STOPPED;
    return toStop ? phrases.stopped(lead).words() : "no node can run it";
  }
}
