package io.pacekeeper.benchmarks.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * DecisionReport is a program that measures decisions with JMH, and {@code crm_simulate} on the
 * same clusters in the same run, and prints a table of it for docs/performance.md.
 *
 * <p>Arguments: cases, see {@link Case}; the usual ones, if there are none.
 */
public final class DecisionReport {
  private static final List<String> USUAL =
      List.of(
          "100x32",
          "1000x32",
          "3000x32",
          "10000x32",
          "100x32-lost",
          "1000x32-lost",
          "5000x32-lost",
          "10000x32-lost",
          "5000x32+2000",
          "5000x32+2000-lost");

  /** The live cluster's: size and what is going on. */
  private static final String[][] LIVE = {
    {"1000x4", "FROM_NOTHING"}, {"1000x4", "NODE_LOST"}, {"5000x32", "NODE_LOST"}
  };

  /** What crm_simulate would take longer for is skipped. */
  private static final int LIMIT_SECONDS = 60;

  private static final String[] FLAGS = {"-XX:+UseSerialGC", "-Xms2g", "-Xmx2g", "-Xmn1g"};

  private DecisionReport() {}

  /** Prints the machine and the table. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, RunnerException {
    List<String> cases = arguments.length == 0 ? USUAL : Arrays.asList(arguments);
    print(machine(arguments));
    print("");
    print(
        "| resources | nodes | | ms | processor, ms | \u00b5s a resource | allocated, MB"
            + " | crm_simulate, ms | times ours |");
    print("|---|---|---|---|---|---|---|---|---|");
    CrmSimulate peer = CrmSimulate.installed() ? new CrmSimulate(LIMIT_SECONDS) : null;
    Map<Boolean, Integer> tooLarge = new TreeMap<>();
    for (String text : cases) {
      Case each = Case.parse(text);
      RunResult result = run(options("DecisionBenchmark").param("cluster", text));
      // What took too long with fewer resources would take too long with more.
      int largest = tooLarge.getOrDefault(each.nodeLost(), Integer.MAX_VALUE);
      Double theirs =
          peer == null || each.resources() > largest ? null : peer.userMillis(each.input());
      if (peer != null && theirs == null) {
        tooLarge.merge(each.nodeLost(), each.resources(), Math::min);
      }
      print(row(each, result, theirs));
    }
    if (arguments.length == 0) {
      for (String[] live : LIVE) {
        RunResult result =
            run(
                options("LiveDecisionBenchmark")
                    .param("size", live[0])
                    .param("situation", live[1]));
        Case each = Case.parse(live[0] + (live[1].equals("NODE_LOST") ? "-lost" : ""));
        print(row(each, "live, " + each.situation(), result, ""));
      }
    }
    print("");
    print("Load average at the end: %.1f".formatted(load()));
  }

  private static ChainedOptionsBuilder options(String benchmark) {
    return new OptionsBuilder()
        .include("\\." + benchmark + "\\.")
        .addProfiler(GCProfiler.class)
        .addProfiler(ProcessorTime.class)
        .jvmArgs(FLAGS)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }

  private static RunResult run(ChainedOptionsBuilder options) throws RunnerException {
    return new Runner(options.build()).runSingle();
  }

  private static String row(Case each, RunResult result, @Nullable Double theirs) {
    String peer = " more than %,d s | |".formatted(LIMIT_SECONDS);
    if (theirs != null) {
      peer = " %,.0f | %,.0f |".formatted(theirs, theirs / processor(result));
    }
    return row(each, each.situation(), result, peer);
  }

  private static String row(Case each, String situation, RunResult result, String peer) {
    Result<?> time = result.getPrimaryResult();
    double processor = processor(result);
    return "| %,d | %d | %s | %.1f \u00b1 %.1f | %.1f | %.1f | %.1f |%s"
        .formatted(
            each.resources(),
            each.nodes(),
            situation,
            time.getScore(),
            time.getScoreError(),
            processor,
            1000 * processor / each.resources(),
            secondary(result, "alloc.rate.norm") / 1e6,
            peer.isEmpty() ? " | |" : peer);
  }

  private static double processor(RunResult result) {
    return secondary(result, ProcessorTime.NAME);
  }

  private static double secondary(RunResult result, String name) {
    for (String key : result.getSecondaryResults().keySet()) {
      if (key.endsWith(name)) {
        return result.getSecondaryResults().get(key).getScore();
      }
    }
    throw new IllegalStateException("JMH has not measured " + name);
  }

  private static String machine(String[] arguments) throws IOException, InterruptedException {
    return "`benchmarks/decision%s` at %s, JDK %s, %s; load average before: %.1f"
        .formatted(
            arguments.length == 0 ? "" : " " + String.join(" ", arguments),
            output("git", "describe", "--always", "--dirty"),
            Runtime.version(),
            output("bash", "-c", "grep -m1 'model name' /proc/cpuinfo | cut -d: -f2").strip(),
            load());
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).start();
    String answer = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    return process.waitFor() == 0 ? answer : "unknown";
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
