package io.pacekeeper.benchmarks.failover;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The machine that measured, and how busy it was, for whoever reads the figures. */
final class Machine {
  private final List<Double> loads = new ArrayList<>();

  /** Notes how busy it is. */
  void sample() {
    loads.add(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  List<String> describe(String[] args) throws IOException, InterruptedException {
    return List.of(
        "Machine: "
            + Runtime.getRuntime().availableProcessors()
            + " cores, "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", JDK "
            + System.getProperty("java.vendor")
            + " "
            + Runtime.version()
            + ", JVM flags "
            + String.join(" ", ChildJvm.FLAGS),
        "Load average of the last minute, before each repetition and at the end: "
            + Summary.of(loads),
        "Commit: " + commit(),
        "Command: benchmarks/failover " + String.join(" ", args));
  }

  private static String commit() throws IOException, InterruptedException {
    Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
    String answer = new String(git.getInputStream().readAllBytes(), UTF_8).strip();
    return git.waitFor() == 0 ? answer : "unknown";
  }
}
