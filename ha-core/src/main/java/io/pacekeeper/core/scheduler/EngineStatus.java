package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Operation;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.cib.NodeState.Membership;
import io.pacekeeper.core.document.InstanceName;
import io.pacekeeper.core.document.PromotionState;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.policy.model.Attribute;
import io.pacekeeper.core.policy.model.AttributeSet;
import io.pacekeeper.core.policy.model.NodeDefinition;
import io.pacekeeper.core.policy.model.NodeState;
import io.pacekeeper.core.policy.model.OperationRecord;
import io.pacekeeper.core.policy.model.RecordedDigests;
import io.pacekeeper.core.policy.model.ResourceHistory;
import io.pacekeeper.core.scheduler.ResourceStatus.Certainty;
import io.pacekeeper.core.scheduler.ResourceStatus.Hold;
import io.pacekeeper.core.scheduler.ResourceStatus.Lock;
import io.pacekeeper.core.scheduler.ResourceStatus.NodeFailures;
import io.pacekeeper.core.scheduler.ResourceStatus.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of the nodes and of what is active there, as the policy engine is told: a history
 * of operations that would have led to it.
 */
final class EngineStatus {
  private static final int DONE = 0;
  private static final int ERROR = 4;
  private static final String START = "start";
  private static final String PROMOTE = "promote";
  private static final String STOP = "stop";
  private static final String MONITOR = "monitor";

  /** The interval, in milliseconds, of the monitor of what is promoted. */
  static final long PROMOTED_MONITOR = 1000;

  /** The interval of that after whose failure the instance is demoted, and no more. */
  static final long DEMOTING_MONITOR = 2000;

  /** Success was expected. */
  private static final String KEY = "1:1:0:pacekeeper";

  private final Roster roster;
  private final NodeStatus status;
  private final Instant now;
  private final List<List<Attribute>> attributes = new ArrayList<>();
  private final List<List<ResourceHistory>> histories = new ArrayList<>();

  EngineStatus(Roster roster, NodeStatus status, History history, Instant now) {
    this.roster = roster;
    this.status = status;
    this.now = now;
    for (int n = 0; n < roster.nodes.size(); n++) {
      attributes.add(attributes(n));
      histories.add(new ArrayList<>());
    }
    for (int r = 0; r < roster.resources.size(); r++) {
      ResourceStatus resource = history.of(r);
      for (Place place : resource.active()) {
        add(r, place);
      }
      Hold hold = resource.hold();
      if (hold != null
          && hold.unsure()
          && resource.active().isEmpty()
          && roster.isUp(hold.node())) {
        add(r, supposed(r, hold.node()));
      }
      for (NodeFailures failures : resource.failures()) {
        addFailures(r, failures);
      }
      Lock lock = resource.lock();
      if (lock != null && resource.active().isEmpty() && resource.unclean().isEmpty()) {
        histories.get(lock.node()).add(locked(r, lock));
      }
    }
  }

  /** What could be active is taken to be, so that what depends on it is left as it is. */
  private Place supposed(int r, int node) {
    String id = roster.resources.get(r).id();
    String name = roster.resources.get(r).isGloballyUnique() ? InstanceName.of(id, 0) : id;
    return new Place(name, node, Phase.UNKNOWN, null, PromotionState.NONE, Certainty.UNANSWERED);
  }

  private List<Attribute> attributes(int n) {
    List<Attribute> said = new ArrayList<>();
    if (isLeftAlone(n)) {
      said.add(new Attribute("maintenance", "true"));
    } else if (!status.isAvailable(n)) {
      said.add(new Attribute("standby", "true"));
    }
    if (roster.options.transition().shutdownLock() && roster.nodes.get(n).leaving()) {
      said.add(new Attribute("shutdown", Long.toString(now.getEpochSecond())));
    }
    EnginePlacement.addHealth(roster.options.placement(), roster.nodes.get(n).attributes(), said);
    return said;
  }

  private boolean isLeftAlone(int n) {
    return roster.nodes.get(n).maintenance()
        || roster.nodes.get(n).membership() == Membership.PENDING;
  }

  private void add(int r, Place place) {
    String id = roster.engineName(r, place.name());
    List<OperationRecord> records = records(id, place);
    histories.get(place.node()).add(history(id, 0, records));
    // Of what nobody knows anything of, nobody knows either that it could be promoted.
    if (roster.resources.get(r).isPromotable() && place.certainty() != Certainty.NONE) {
      Integer said = place.promotion().score();
      int score = said == null ? 1 : said;
      attributes.get(place.node()).add(new Attribute("master-" + id, Score.format(score)));
    }
  }

  /** Returns that it was stopped there for the time that the node is away. */
  private ResourceHistory locked(int r, Lock lock) {
    String id = roster.engineId(r);
    return history(id, lock.since().getEpochSecond(), List.of(record(id, STOP, 0, 1, false)));
  }

  private static ResourceHistory history(
      String id, long lockedSince, List<OperationRecord> records) {
    return new ResourceHistory(
        id,
        EngineInput.STANDARD,
        EngineInput.PROVIDER,
        EngineInput.TYPE,
        null,
        lockedSince,
        records);
  }

  /**
   * Returns what would have led to where it is. A promotion that failed is not tried again before
   * it is undone; whatever else failed of what is promoted is promoted again at once.
   */
  private static List<OperationRecord> records(String id, Place place) {
    List<OperationRecord> records = new ArrayList<>(2);
    boolean fails = place.isFailed();
    boolean promoted = place.isPromoted();
    boolean promotionFails = promoted && place.isFailedBy(Operation.PROMOTE);
    records.add(record(id, START, 0, 1, fails && !promoted));
    if (promoted) {
      records.add(record(id, PROMOTE, 0, 2, promotionFails));
    }
    if (promoted && fails && !promotionFails) {
      long interval = place.isToBeDemoted() ? DEMOTING_MONITOR : PROMOTED_MONITOR;
      records.add(record(id, MONITOR, interval, 3, true));
    }
    if (place.phase() == Phase.BLOCKED) {
      records.add(record(id, STOP, 0, 3, true));
    }
    return records;
  }

  private static OperationRecord record(
      String id, String task, long interval, int call, boolean fails) {
    String key = id + "_" + task + "_" + interval;
    return new OperationRecord(
        key,
        key,
        task,
        interval,
        call,
        fails ? 1 : 0,
        fails ? ERROR : DONE,
        KEY,
        null,
        -1,
        null,
        null,
        null,
        null,
        null,
        RecordedDigests.NONE);
  }

  private void addFailures(int r, NodeFailures failures) {
    String name = "fail-count-" + roster.engineName(r, failures.name()) + "#monitor_1000";
    attributes.get(failures.node()).add(new Attribute(name, Score.format(failures.failcount())));
  }

  List<NodeDefinition> nodes() {
    List<NodeDefinition> nodes = new ArrayList<>();
    for (int n = 0; n < roster.nodes.size(); n++) {
      String name = roster.nodeName(n);
      nodes.add(
          new NodeDefinition(
              name,
              name,
              "member",
              null,
              List.of(),
              EngineInput.utilization(name + "-utilization", roster.nodes.get(n).capacity())));
    }
    return nodes;
  }

  List<NodeState> states() {
    List<NodeState> states = new ArrayList<>();
    for (int n = 0; n < roster.nodes.size(); n++) {
      String name = roster.nodeName(n);
      boolean up = roster.isUp(n);
      states.add(
          new NodeState(
              name,
              name,
              Boolean.toString(up),
              up ? "online" : "offline",
              up ? "member" : "down",
              up ? "member" : "down",
              List.of(new AttributeSet("status-" + name, 0, List.of(), attributes.get(n))),
              histories.get(n)));
    }
    return states;
  }
}
