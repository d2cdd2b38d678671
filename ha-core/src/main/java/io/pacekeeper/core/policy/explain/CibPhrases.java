package io.pacekeeper.core.policy.explain;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.model.ResourceHistory;
import io.pacekeeper.core.policy.report.ResultText;
import io.pacekeeper.core.policy.working.MultipleActive;
import io.pacekeeper.core.policy.working.ResourceFlag;
import io.pacekeeper.core.policy.working.Role;
import io.pacekeeper.core.policy.working.WorkingClone;
import io.pacekeeper.core.policy.working.WorkingGroup;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingPrimitive;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import org.jspecify.annotations.Nullable;

/** The words of a cluster that is described as Pacemaker's are: by the ids of its constraints. */
final class CibPhrases implements Phrases {
  private static final int NOT_RUNNING = 7;

  private final WorkingSet working;

  CibPhrases(WorkingSet working) {
    this.working = working;
  }

  @Override
  public String name(WorkingResource resource) {
    String id = resource.id();
    boolean anonymous = resource.top() instanceof WorkingClone clone && clone.anonymous();
    int at = anonymous ? id.lastIndexOf(':') : -1;
    String name = at < 0 ? id : id.substring(0, at);
    return resource instanceof WorkingGroup ? "group " + name : name;
  }

  @Override
  public Cause location(String id, WorkingPrimitive resource, WorkingNode node) {
    return new Cause("location " + id, "remove the constraint " + id);
  }

  @Override
  public String reference(String id) {
    return " (" + id + ")";
  }

  @Override
  public @Nullable Cause obstacle(WorkingNode node) {
    String name = node.name();
    if (node.available()) {
      return null;
    }
    if (node.unclean()) {
      return new Cause("unclean", "wait until " + name + " is fenced, and start it");
    }
    if (!node.online()) {
      return new Cause("offline", "start " + name);
    }
    if (node.shutdown()) {
      return new Cause("shutting down", "start " + name + " again");
    }
    if (node.pending()) {
      return new Cause("pending", "wait until " + name + " is online");
    }
    if (node.standbyOnFail()) {
      return new Cause("in standby after a failure", "clean up what failed on " + name);
    }
    return node.standby()
        ? new Cause("in standby", "end the standby of " + name)
        : new Cause("in maintenance", "end the maintenance of " + name);
  }

  @Override
  public Cause stopped(WorkingPrimitive primitive) {
    return primitive.targetRole() == Role.STOPPED
        ? new Cause("target-role is Stopped", "set target-role to Started")
        : new Cause("on-fail=stop after a failure", "clean up " + name(primitive));
  }

  @Override
  public Cause initial(WorkingPrimitive primitive, WorkingNode node, int score) {
    int active = primitive.runningOn().size();
    if (Math.abs(score) < Score.INFINITY) {
      return new Cause("score of the node", null);
    }
    if (score > 0) {
      return new Cause("active there and left alone", null);
    }
    if (primitive.has(ResourceFlag.ORPHAN)) {
      return new Cause("not configured any more", "configure it");
    }
    if (primitive.multipleActive() == MultipleActive.STOP_ONLY && active > 1) {
      return new Cause(
          "active on " + active + " nodes, and multiple-active is stop_only",
          "stop " + name(primitive) + " everywhere but on one of them");
    }
    return new Cause(
        failure(primitive, node), "clean up " + name(primitive) + " on " + node.name());
  }

  /** Says what the last failure was that the node remembers. */
  private String failure(WorkingPrimitive primitive, WorkingNode node) {
    OperationRecord failed = null;
    for (NodeState state : working.input().status()) {
      if (!node.name().equals(state.name())) {
        continue;
      }
      for (ResourceHistory history : state.history()) {
        if (!history.id().equals(primitive.id())
            && !history.id().equals(primitive.definition().id())
            && !history.id().equals(primitive.historyName())) {
          continue;
        }
        for (OperationRecord record : history.operations()) {
          if (record.returnCode() != 0
              && record.returnCode() != NOT_RUNNING
              && (failed == null || callId(record) > callId(failed))) {
            failed = record;
          }
        }
      }
    }
    return failed == null
        ? "a failure there"
        : "a failed %s there (%s)".formatted(failed.task(), ResultText.of(failed.returnCode()));
  }

  private static int callId(OperationRecord record) {
    Integer id = record.callId();
    return id == null ? -1 : id;
  }
}
