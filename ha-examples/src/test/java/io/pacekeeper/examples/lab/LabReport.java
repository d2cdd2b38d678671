package io.pacekeeper.examples.lab;

import io.pacekeeper.examples.evidence.EvidenceCheck;
import io.pacekeeper.examples.evidence.EvidenceCheck.Death;
import io.pacekeeper.examples.evidence.EvidenceCheck.Gap;
import io.pacekeeper.examples.evidence.EvidenceLine;
import io.pacekeeper.examples.evidence.EvidenceLine.Event;
import io.pacekeeper.examples.lab.Journal.Happened;
import io.pacekeeper.examples.lab.Journal.Thaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run has shown.
 *
 * @param violations what must never be; a sentence each, none if the run has passed
 * @param text the report, as Markdown
 */
record LabReport(List<String> violations, String text) {
  /** A lease is renewed every eighth, so that nobody can have waited it out before. */
  private static final double EARLIEST = 0.8;

  /**
   * With a machine that keeps a thread from running for so long, no time is bounded by anything.
   */
  private static final double STALLED_SECONDS = 0.5;

  LabReport {
    violations = List.copyOf(violations);
  }

  static LabReport of(
      LabOptions options,
      Journal journal,
      EvidenceCheck proven,
      EvidenceCheck possible,
      Collection<Death> deaths,
      Collection<EvidenceLine> evidence) {
    List<String> violations = new ArrayList<>(proven.violations());
    for (Happened step : journal.steps()) {
      boolean judged = step.stallSeconds() < STALLED_SECONDS;
      if (judged && step.activeAfterSeconds() > Schedule.seconds(options.bound())) {
        violations.add(
            format(
                "step %d: %.1f s after it was healed something was not active once",
                step.step().number(), step.activeAfterSeconds()));
      }
      if (step.step().faults().size() == 1) {
        step.notShown()
            .forEach(
                words ->
                    violations.add(
                        format("step %d: not seen in effect: %s", step.step().number(), words)));
      }
    }
    violations.addAll(frozen(options.lease(), journal, proven, evidence));
    List<Death> silent = new ArrayList<>(deaths);
    silent.addAll(journal.silences());
    Map<Integer, Double> without = withoutService(journal, EvidenceCheck.of(evidence, silent));

    StringBuilder text = new StringBuilder();
    head(options, journal, proven, text);
    table(journal, without, text);
    rest(options, journal, text);
    undecided(proven, possible, text);
    thaws(journal, evidence, text);
    text.append(violations.isEmpty() ? "\nPASSED: no violation.\n" : "\nFAILED:\n");
    violations.forEach(each -> text.append("* ").append(each).append('\n'));
    return new LabReport(violations, text.toString());
  }

  /** Whoever was frozen together with its companion had its lease until it was over. */
  private static List<String> frozen(
      Duration lease, Journal journal, EvidenceCheck proven, Collection<EvidenceLine> evidence) {
    List<String> violations = new ArrayList<>();
    for (Thaw thaw : journal.thaws()) {
      if (thaw.active() && Double.isNaN(thaw.goneSeconds())) {
        violations.add(thaw.node() + " lives on, although it was frozen past its lease");
      }
      long early = thaw.frozen() + (long) (lease.toNanos() * EARLIEST);
      boolean alone =
          journal.steps().stream()
              .filter(step -> step.injected() < thaw.frozen() && thaw.frozen() < step.over())
              .allMatch(step -> step.step().faults().size() == 1);
      if (alone) {
        List<String> held =
            proven.activations().stream()
                .filter(activation -> activation.node().equals(thaw.node()))
                .filter(each -> each.from() < thaw.frozen() && thaw.frozen() <= each.to())
                .map(EvidenceCheck.Activation::resource)
                .toList();
        evidence.stream()
            .filter(line -> line.event() == Event.START && held.contains(line.resource()))
            .filter(line -> thaw.frozen() < line.nanos() && line.nanos() < early)
            .forEach(line -> violations.add("started while the lease was held: " + line));
      }
    }
    return violations;
  }

  /** Returns, by step, how long a resource was active nowhere at most, in seconds. */
  private static Map<Integer, Double> withoutService(Journal journal, EvidenceCheck service) {
    Map<Integer, Double> without = new TreeMap<>();
    for (Happened step : journal.steps()) {
      double most = 0;
      for (Gap gap : service.gaps()) {
        if (gap.since() < step.over() && gap.since() + gap.nanos() > step.injected()) {
          most = Math.max(most, gap.nanos() / 1e9);
        }
      }
      without.put(step.step().number(), most);
    }
    return without;
  }

  private static void head(
      LabOptions options, Journal journal, EvidenceCheck proven, StringBuilder text) {
    text.append(
        format(
            "### Seed %d\n\n%.1f minutes, commit %s, %d nodes, %d resources, lease %d s, session"
                + " timeout %d s, ZooKeeper's tick 500 ms and syncLimit 4. Freezer: %s; wall clock"
                + " jumps: %s.\n\n",
            options.seed(),
            journal.minutes(),
            options.commit(),
            options.nodes(),
            LabOptions.RESOURCES,
            options.lease().toSeconds(),
            LabOptions.SESSION_TIMEOUT.toSeconds(),
            options.freezer(),
            options.faketime().isEmpty() ? "skipped, there is no libfaketime" : "libfaketime"));
    text.append(
        format(
            "%d steps, %d activations, **overlaps and other violations of the evidence: %d**.\n\n",
            journal.steps().size(), proven.activations().size(), proven.violations().size()));
  }

  private static void table(Journal journal, Map<Integer, Double> without, StringBuilder text) {
    Map<String, List<Happened>> byKind = new TreeMap<>();
    for (Happened step : journal.steps()) {
      byKind.computeIfAbsent(step.step().label(), k -> new ArrayList<>()).add(step);
    }
    text.append("| fault | times | seen in effect | longest time without service, each time |");
    text.append(" active once again after healing, at most |\n|---|---|---|---|---|\n");
    byKind.forEach(
        (kind, steps) -> {
          List<String> times =
              steps.stream()
                  .map(step -> without.getOrDefault(step.step().number(), 0.0))
                  .sorted(Comparator.naturalOrder())
                  .map(seconds -> format("%.2f", seconds))
                  .toList();
          text.append(
              format(
                  "| %s | %d | %d | %s s | %.1f s |\n",
                  kind,
                  steps.size(),
                  steps.stream().filter(step -> step.notShown().isEmpty()).count(),
                  String.join(" ", times),
                  steps.stream().mapToDouble(Happened::activeAfterSeconds).max().orElse(0)));
        });
  }

  private static void undecided(EvidenceCheck proven, EvidenceCheck possible, StringBuilder text) {
    List<String> undecided = new ArrayList<>(possible.violations());
    undecided.removeAll(proven.violations());
    text.append(
        format(
            "* Starts between the last moment at which a JVM was seen alive and the first at which"
                + " it was seen gone, which decide nothing: %d.\n",
            undecided.size()));
    undecided.forEach(each -> text.append("  * ").append(each).append('\n'));
  }

  private static void rest(LabOptions options, Journal journal, StringBuilder text) {
    text.append(
        format(
            "\n* Bound for being active once after healing: %.1f s. Exceeded, by steps that are not"
                + " judged as the machine stood still for %.1f s or longer: %d.\n",
            Schedule.seconds(options.bound()),
            STALLED_SECONDS,
            journal.steps().stream()
                .filter(step -> step.stallSeconds() >= STALLED_SECONDS)
                .filter(step -> step.activeAfterSeconds() > Schedule.seconds(options.bound()))
                .count()));
    journal
        .killedAfter()
        .forEach(
            (kind, seconds) ->
                text.append(
                    format(
                        "* %s: gone after SIGSTOP by %s s.\n",
                        kind.label(),
                        String.join(
                            " ", seconds.stream().map(one -> format("%.2f", one)).toList()))));
    text.append(
        format(
            "* The lab's own thread, which looks every 5 ms, was kept from running for %.2f s at"
                + " most, and for more than 0.3 s in %d of %d steps.\n",
            journal.steps().stream().mapToDouble(Happened::stallSeconds).max().orElse(0),
            journal.steps().stream().filter(step -> step.stallSeconds() > 0.3).count(),
            journal.steps().size()));
    text.append(
        format("* Nodes that ended though no fault should: %d.\n", journal.unexplained().size()));
    journal.unexplained().forEach(words -> text.append("  * ").append(words).append('\n'));
  }

  /** What JVM and companion did that were frozen together, after they were thawed. */
  private static void thaws(
      Journal journal, Collection<EvidenceLine> evidence, StringBuilder text) {
    for (Thaw thaw : journal.thaws()) {
      long taken =
          evidence.stream()
              .filter(line -> line.event() == Event.START && !line.node().equals(thaw.node()))
              .filter(line -> thaw.frozen() < line.nanos() && line.nanos() < thaw.thawed())
              .count();
      List<EvidenceLine> refused =
          evidence.stream()
              .filter(line -> line.event() == Event.REFUSED && line.node().equals(thaw.node()))
              .filter(line -> line.nanos() > thaw.frozen())
              .filter(line -> line.nanos() - thaw.thawed() < 20_000_000_000L)
              .toList();
      text.append(
          format(
              "* %s frozen together with its companion for %.1f s: %d starts elsewhere meanwhile;"
                  + " %s; writes with a stale token refused: %d%s.\n",
              thaw.node(),
              (thaw.thawed() - thaw.frozen()) / 1e9,
              taken,
              Double.isNaN(thaw.goneSeconds())
                  ? "lives on" + (thaw.active() ? "" : ", as it was idle")
                  : format("gone %.0f ms after thawing", thaw.goneSeconds() * 1000),
              refused.size(),
              refused.isEmpty() ? "" : ", of " + resources(refused)));
    }
  }

  private static String resources(List<EvidenceLine> lines) {
    return String.join(
        " ", lines.stream().map(line -> line.resource() + ":" + line.token()).toList());
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
