package io.pacekeeper.core.policy.simulate;

import io.pacekeeper.core.policy.PolicyDecision;
import io.pacekeeper.core.policy.PolicyEngine;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.report.StatusText;
import io.pacekeeper.core.policy.rule.RuleTime;
import io.pacekeeper.core.policy.unpack.Unpacked;
import io.pacekeeper.core.policy.unpack.Unpacking;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A Simulation is a decision, and what the cluster would be like once it was carried out.
 *
 * @param decision what was decided
 * @param summary all of it in words
 * @param complete whether all of it can be carried out; if not, actions wait for each other
 */
public record Simulation(PolicyDecision decision, String summary, boolean complete) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssXXXXX", Locale.ROOT);

  /**
   * Decides about a cluster and plays the decision through.
   *
   * @param clock the present time, in seconds since the epoch: when the decision is carried out,
   *     and when it is taken, unless the cluster has a date of its own
   */
  public static Simulation of(PolicyInput input, long clock, ZoneId zone) {
    return of(input, List.of(), clock, zone);
  }

  /**
   * Changes a cluster, decides about it and plays the decision through; see {@link WhatIf}.
   *
   * @param changes what is changed before; the status is shown as it is without
   */
  public static Simulation of(PolicyInput input, List<Change> changes, long clock, ZoneId zone) {
    Long recorded = input.header().executionDate();
    RuleTime time = new RuleTime(recorded == null ? clock : recorded, zone);
    String date = recorded == null ? "" : dateLine(recorded, zone);
    for (Change change : changes) {
      if (change instanceof Change.Time other) {
        time = new RuleTime(other.seconds(), zone);
        date = "Setting effective cluster time: " + other.said() + '\n';
      }
    }
    Unpacked unpacked = Unpacking.unpack(input, time);
    StringBuilder text = new StringBuilder(date);
    text.append(banner(unpacked));
    text.append(StatusText.of(unpacked.working(), "Current cluster status", true));
    WhatIf changed = WhatIf.of(input, changes, clock);
    if (!changes.isEmpty()) {
      if (!changed.lines().isEmpty()) {
        text.append("\nPerforming Requested Modifications:\n");
        list(text, changed.lines());
        text.append(date);
      }
      unpacked = Unpacking.unpack(changed.input(), time);
    }
    PolicyDecision decision = PolicyEngine.decide(unpacked, true);
    text.append("\nTransition Summary:\n");
    list(text, decision.transition());
    Execution execution =
        Execution.of(decision.working(), changed.input(), decision.graph().actions(), clock);
    text.append("\nExecuting Cluster Transition:\n");
    list(text, execution.lines());
    text.append(date).append('\n');
    Unpacked revised = Unpacking.unpack(execution.result(), time);
    text.append(StatusText.of(revised.working(), "Revised Cluster Status", false));
    return new Simulation(decision, text.toString(), execution.complete());
  }

  private static String dateLine(long seconds, ZoneId zone) {
    return "Using the original execution date of: "
        + DATE.format(Instant.ofEpochSecond(seconds).atZone(zone))
        + '\n';
  }

  private static String banner(Unpacked unpacked) {
    String counts = StatusText.disabledAndBlocked(unpacked.working());
    StringBuilder text = new StringBuilder();
    if (unpacked.working().options().maintenanceMode()) {
      text.append("\n              *** Resource management is DISABLED ***\n");
      text.append("  The cluster will not attempt to start, stop or recover services\n");
      text.append(counts.isEmpty() ? "" : "\n");
    }
    text.append(counts.isEmpty() ? "" : counts + '\n');
    return text.append(text.length() == 0 ? "" : "\n").toString();
  }

  private static void list(StringBuilder text, List<String> lines) {
    lines.forEach(line -> text.append("  * ").append(line).append('\n'));
  }
}
