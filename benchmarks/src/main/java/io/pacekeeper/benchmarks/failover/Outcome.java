package io.pacekeeper.benchmarks.failover;

import io.pacekeeper.benchmarks.failover.Contender.Step;
import io.pacekeeper.benchmarks.failover.Trial.Plan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of all trials, and the tables of them: medians, with the lowest and the highest. */
final class Outcome {
  private record Row(Contender contender, int resources, Step step) {}

  private static final String NOTHING = "-";

  private final Map<Row, Map<Metric, List<Double>>> rows = new LinkedHashMap<>();

  void add(Plan plan, Map<Metric, Double> figures) {
    Map<Metric, List<Double>> row =
        rows.computeIfAbsent(
            new Row(plan.contender(), plan.resources(), plan.step()),
            key -> new EnumMap<>(Metric.class));
    figures.forEach(
        (metric, figure) -> row.computeIfAbsent(metric, key -> new ArrayList<>()).add(figure));
  }

  List<String> tables(Options options) {
    List<String> lines = new ArrayList<>();
    for (int resources : options.resources()) {
      crashes(resources, options, lines);
      leaves(resources, options, lines);
      footprints(resources, options, lines);
    }
    return lines;
  }

  private void crashes(int resources, Options options, List<String> lines) {
    lines.add("");
    lines.add(title(resources, "kill -9 of one JVM of three; ms"));
    lines.add("");
    lines.add(
        "| contender | step | kill to all active | kill to confirmed | confirmed to all active"
            + " | to LeaderLatch | lease over to all active | zxids | n |");
    lines.add("|---|---|---|---|---|---|---|---|---|");
    for (Contender contender : options.contenders()) {
      for (Step step : contender.steps()) {
        Row row = new Row(contender, resources, step);
        if (step != Step.LEAVE) {
          lines.add(
              line(
                  contender.title(),
                  step.title(),
                  text(row, Metric.TOTAL),
                  text(row, Metric.DETECTION),
                  text(row, Metric.REACTION),
                  ratio(row, new Row(Contender.LATCH, resources, Step.CRASH), Metric.REACTION),
                  text(row, Metric.AFTER_LEASE),
                  text(row, Metric.ZXIDS),
                  count(row)));
        }
      }
    }
  }

  private void leaves(int resources, Options options, List<String> lines) {
    lines.add("");
    lines.add(title(resources, "one JVM of three leaves; ms"));
    lines.add("");
    lines.add(
        "| contender | told to all active | to LeaderLatch | without service, median | longest"
            + " | zxids | n |");
    lines.add("|---|---|---|---|---|---|---|");
    for (Contender contender : options.contenders()) {
      Row row = new Row(contender, resources, Step.LEAVE);
      lines.add(
          line(
              contender.title(),
              text(row, Metric.TOTAL),
              ratio(row, new Row(Contender.LATCH, resources, Step.LEAVE), Metric.TOTAL),
              text(row, Metric.GAP_MEDIAN),
              text(row, Metric.GAP_LONGEST),
              text(row, Metric.ZXIDS),
              count(row)));
    }
  }

  private void footprints(int resources, Options options, List<String> lines) {
    lines.add("");
    lines.add(title(resources, "at rest, three JVMs"));
    lines.add("");
    lines.add(
        "| contender | znodes | watches | bytes | writes/s | renewals/s | threads/JVM"
            + " | heap KB/JVM |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (Contender contender : options.contenders()) {
      Row row = new Row(contender, resources, Step.CRASH);
      lines.add(
          line(
              contender.title(),
              text(row, Metric.ZNODES),
              text(row, Metric.WATCHES),
              text(row, Metric.BYTES),
              text(row, Metric.IDLE_WRITES),
              text(row, Metric.IDLE_RENEWALS),
              text(row, Metric.THREADS),
              text(row, Metric.HEAP)));
    }
  }

  private static String title(int resources, String what) {
    return (resources == 1 ? "1 service" : String.format("%,d services", resources)) + ", " + what;
  }

  private static String line(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private @Nullable Summary summary(Row row, Metric metric) {
    List<Double> figures = rows.getOrDefault(row, Map.of()).get(metric);
    return figures == null ? null : Summary.of(figures);
  }

  private String text(Row row, Metric metric) {
    Summary summary = summary(row, metric);
    return summary == null ? NOTHING : summary.toString();
  }

  private String count(Row row) {
    Summary summary = summary(row, Metric.TOTAL);
    return summary == null ? NOTHING : Integer.toString(summary.count());
  }

  private String ratio(Row row, Row peer, Metric metric) {
    Summary ours = summary(row, metric);
    Summary theirs = summary(peer, metric);
    return ours == null || theirs == null || row.contender() == peer.contender()
        ? NOTHING
        : Summary.text(ours.median() / theirs.median());
  }
}
