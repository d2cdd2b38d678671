package io.pacekeeper.core.policy.unpack;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.policy.model.AttributeSets;
import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.rule.RuleContext;
import io.pacekeeper.core.policy.rule.Words;
import io.pacekeeper.core.policy.working.NoQuorumPolicy;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is known of each node, and decides which are there, which away, which to be fenced.
 */
final class NodeStates {
  private NodeStates() {}

  static void read(WorkingSet working, NodeState state) {
    WorkingNode node = state.name() == null ? null : working.node(state.id(), state.name());
    if (node == null) {
      return;
    }
    readAttributes(working, node, state);
    node.setUnclean(false);
    node.setUnseen(false);
    String shutdown = node.attribute("shutdown");
    if (shutdown != null && !shutdown.equals("0")) {
      node.setShutdown(true);
    } else if ("member".equalsIgnoreCase(state.expected())) {
      node.setExpectedUp(true);
    }
    if (!node.member()) {
      node.setOnline(false);
    } else if (working.options().stonithEnabled()) {
      decideWithFencing(working, node, state);
    } else {
      decideWithoutFencing(working, node, state);
    }
    if (!node.online() || node.shutdown()) {
      node.setBaseScore(-Score.INFINITY);
    }
    if (!working.haveQuorum()
        && node.online()
        && working.options().noQuorumPolicy() == NoQuorumPolicy.SUICIDE) {
      fence(working, node, "cluster does not have quorum");
    }
  }

  private static void readAttributes(WorkingSet working, WorkingNode node, NodeState state) {
    Nodes.builtIn(node, working.options());
    AttributeSets.merge(
        state.attributes(),
        null,
        RuleContext.timeOnly(working.time(), working::recheckBy),
        true,
        node.attributes());
    Nodes.nameSite(node, working.options());
    if (Words.isTrue(node.attribute("standby"))) {
      node.setStandby(true);
    }
    if (Words.isTrue(node.attribute("maintenance"))) {
      node.setMaintenance(true);
    }
  }

  private static void decideWithoutFencing(WorkingSet working, WorkingNode node, NodeState state) {
    if (!Words.isTrue(state.membership())) {
      return;
    }
    if (is(state.peer(), "online")) {
      node.setOnline(is(state.join(), "member"));
    } else if (node.expectedUp()) {
      fence(working, node, "peer is unexpectedly down");
    }
  }

  private static void decideWithFencing(WorkingSet working, WorkingNode node, NodeState state) {
    boolean member = Words.isTrue(state.membership());
    boolean peer = is(state.peer(), "online");
    boolean terminate = terminate(node.attribute("terminate"));
    boolean down = state.expected() == null || is(state.expected(), "down");
    if (node.shutdown()) {
      node.setOnline(peer);
      return;
    }
    node.setOnline(member);
    if (state.membership() == null) {
      fence(working, node, "peer has not been seen by the cluster");
    } else if (is(state.join(), "banned")) {
      fence(working, node, "peer failed Pacemaker membership criteria");
    } else if (!terminate && down) {
      if (member || peer) {
        setPending(node);
      }
    } else if (terminate && is(state.join(), "down") && !member && !peer) {
      node.setOnline(false);
    } else if (!member) {
      working.actions().fenceNode(node, "peer is no longer part of the cluster", true);
    } else if (!peer) {
      fence(working, node, "peer process is no longer available");
    } else if (terminate) {
      fence(working, node, "termination was requested");
    } else if (is(state.join(), "pending") || is(state.join(), "down")) {
      setPending(node);
    } else if (!is(state.join(), "member")) {
      fence(working, node, "peer was in an unknown state");
    }
  }

  private static boolean is(@Nullable String word, String expected) {
    return expected.equalsIgnoreCase(word);
  }

  private static void setPending(WorkingNode node) {
    node.setStandby(true);
    node.setPending(true);
  }

  private static boolean terminate(@Nullable String word) {
    if (word == null || word.isEmpty()) {
      return false;
    }
    return Words.isTrue(word) || (word.charAt(0) >= '1' && word.charAt(0) <= '9');
  }

  private static void fence(WorkingSet working, WorkingNode node, String reason) {
    working.actions().fenceNode(node, reason, false);
  }
}
