package io.pacekeeper.examples.lab;

import io.pacekeeper.examples.evidence.EvidenceCheck.Death;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What happened in a run, as it is said while it happens and as the report needs it. */
final class Journal {
  private final long began = System.nanoTime();
  private final List<Happened> steps = new ArrayList<>();
  private final List<Death> silences = new ArrayList<>();
  private final List<Thaw> thaws = new ArrayList<>();
  private final Map<FaultKind, List<Double>> killedAfter = new TreeMap<>();
  private final List<String> unexplained = new ArrayList<>();

  /**
   * A step that is over.
   *
   * @param injected when its first fault began
   * @param healed when its last fault was healed
   * @param over when everything was in order again, and the next could begin
   * @param activeAfterSeconds after healing, until each resource was active once
   * @param stallSeconds for how long at most the lab's own thread, which wants to run every 5 ms,
   *     did not: what a machine does to it that has too much to do, it does to everybody
   * @param notShown faults that were not seen to be in effect
   */
  record Happened(
      Schedule.Step step,
      long injected,
      long healed,
      long over,
      double activeAfterSeconds,
      double stallSeconds,
      List<String> notShown) {}

  /**
   * A node whose JVM and companion were frozen together.
   *
   * @param active whether anything was active on it
   * @param goneSeconds after thawing, until its JVM was gone; NaN if it lived on
   */
  record Thaw(String node, long frozen, long thawed, boolean active, double goneSeconds) {}

  void say(String format, Object... arguments) {
    String text = String.format(Locale.ROOT, format, arguments);
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.println(String.format(Locale.ROOT, "%9.3f  %s", seconds, text));
  }

  void add(Happened happened) {
    steps.add(happened);
  }

  List<Happened> steps() {
    return steps;
  }

  /** Notes that from this moment to its end a process served nobody, though it lived. */
  void silent(String node, long nanos) {
    silences.add(new Death(node, nanos));
  }

  List<Death> silences() {
    return silences;
  }

  void thawed(Thaw thaw, String words) {
    thaws.add(thaw);
    say("  %s thawed, %s: %s", thaw.node(), thaw.active() ? "with services" : "idle", words);
  }

  List<Thaw> thaws() {
    return thaws;
  }

  /** Notes how long after SIGSTOP a JVM was gone. */
  void killedAfter(FaultKind kind, double seconds) {
    killedAfter.computeIfAbsent(kind, k -> new ArrayList<>()).add(seconds);
  }

  Map<FaultKind, List<Double>> killedAfter() {
    return killedAfter;
  }

  /** Notes that a node ended that no fault should have ended. */
  void unexplained(String words) {
    unexplained.add(words);
    say("  UNEXPLAINED: %s", words);
  }

  List<String> unexplained() {
    return unexplained;
  }

  double minutes() {
    return (System.nanoTime() - began) / 60e9;
  }
}
