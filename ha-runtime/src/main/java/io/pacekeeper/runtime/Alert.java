package io.pacekeeper.runtime;

import io.pacekeeper.api.AlertScript.Kind;
import io.pacekeeper.api.ClusterEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One alert: what an event is to the programs that are told of it.
 *
 * @param kind of what kind it is
 * @param variables what Pacemaker's alerts of that kind say, by name; without those that every
 *     alert has
 */
record Alert(Kind kind, Map<String, String> variables) {
  private static final String PREFIX = "CRM_alert_";

  /** Pacemaker's numbers of what came of an operation: done, timed out, or an error. */
  private static final String DONE = "0";

  private static final String TIMED_OUT = "2";
  private static final String ERROR = "4";

  private static Alert of(Kind kind, String node, String description) {
    Alert alert = new Alert(kind, new TreeMap<>());
    alert.put("kind", kind.name().toLowerCase(Locale.ROOT));
    alert.put("node", node);
    alert.put("desc", description);
    return alert;
  }

  private void put(String name, String value) {
    variables.put(PREFIX + name, value);
  }

  /** Makes alerts of events, which it is told in their order. */
  static final class Maker {
    /** The nodes of which it was told that they are lost. */
    private final Set<String> lost = new HashSet<>();

    /** Returns what programs are told of an event; often nothing. */
    List<Alert> alerts(ClusterEvent event) {
      List<Alert> alerts = new ArrayList<>();
      if (event instanceof ClusterEvent.NodeOnline online) {
        lost.remove(online.node());
        alerts.add(of(Kind.NODE, online.node(), "member"));
      } else if (event instanceof ClusterEvent.NodeUnclean unclean) {
        addLost(unclean.node(), alerts);
      } else if (event instanceof ClusterEvent.NodeOffline offline) {
        addLost(offline.node(), alerts);
      } else if (event instanceof ClusterEvent.NodeFenced fenced) {
        addLost(fenced.node(), alerts);
        alerts.add(fencing(fenced.node(), "fence", "0", event));
      } else if (event instanceof ClusterEvent.FencingAttemptFailed failed) {
        alerts.add(fencing(failed.node(), failed.action(), "1", event));
      } else if (event instanceof ClusterEvent.FencingFailed failed) {
        alerts.add(fencing(failed.node(), "fence", "1", event));
      } else if (event instanceof ClusterEvent.ResourceStarted started) {
        alerts.add(done(started.node(), started.resource(), "start", started.took()));
      } else if (event instanceof ClusterEvent.ResourceStopped stopped) {
        alerts.add(done(stopped.node(), stopped.resource(), "stop", stopped.took()));
      } else if (event instanceof ClusterEvent.OperationFailed failed) {
        alerts.add(failed(failed));
      }
      return alerts;
    }

    private void addLost(String node, List<Alert> alerts) {
      if (lost.add(node)) {
        alerts.add(of(Kind.NODE, node, "lost"));
      }
    }

    private static Alert fencing(String node, String task, String rc, ClusterEvent event) {
      Alert alert = of(Kind.FENCING, node, event.describe());
      alert.put("task", task);
      alert.put("rc", rc);
      return alert;
    }

    private static Alert done(String node, String resource, String task, Duration took) {
      Alert alert = resource(node, resource, task, "ok");
      alert.put("interval", "0");
      alert.put("rc", "0");
      alert.put("status", DONE);
      alert.put("exec_time", Long.toString(took.toMillis()));
      return alert;
    }

    private static Alert failed(ClusterEvent.OperationFailed failed) {
      String task = failed.operation().name().toLowerCase(Locale.ROOT);
      Alert alert = resource(failed.node(), failed.resource(), task, failed.reason());
      alert.put("rc", "1");
      alert.put("status", failed.reason().startsWith("timed out") ? TIMED_OUT : ERROR);
      return alert;
    }

    private static Alert resource(String node, String resource, String task, String description) {
      Alert alert = of(Kind.RESOURCE, node, description);
      alert.put("rsc", resource);
      alert.put("task", task);
      alert.put("target_rc", "0");
      return alert;
    }
  }
}
