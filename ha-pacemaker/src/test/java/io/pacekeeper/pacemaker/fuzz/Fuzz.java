package io.pacekeeper.pacemaker.fuzz;

import io.pacekeeper.pacemaker.conformance.Comparison;
import io.pacekeeper.pacemaker.conformance.Comparison.Aspect;
import io.pacekeeper.pacemaker.conformance.CrmSimulate;
import io.pacekeeper.pacemaker.conformance.Decider;
import io.pacekeeper.pacemaker.conformance.Decision;
import io.pacekeeper.pacemaker.conformance.Oracles;
import io.pacekeeper.pacemaker.conformance.OurEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares decisions about clusters that were made up. As a program:
 *
 * <pre>java -cp ... io.pacekeeper.pacemaker.fuzz.Fuzz first-seed count [shrink]</pre>
 *
 * <p>It says which seeds differ in what, and leaves the clusters, made as small as possible if that
 * is asked for, in a folder.
 */
final class Fuzz {
  private static final int ATTEMPTS = Integer.getInteger("attempts", 400);

  private static final Pattern OUT_OF_SCOPE =
      Pattern.compile("(Remote|Guest)(Online|OFFLINE)|RemoteNode|GuestNode|Container bundle");

  private final Decider pacemaker;
  private final boolean scores;
  private final Decider ours = new OurEngine();
  private final Map<Aspect, Integer> equal = new EnumMap<>(Aspect.class);
  private int compared;

  /** Makes one that asks Pacemaker in a folder of its own; without scores it is twice as fast. */
  Fuzz(Path folder, boolean scores) {
    this.pacemaker = new CrmSimulate(folder, scores);
    this.scores = scores;
  }

  int compared() {
    return compared;
  }

  int equal(Aspect aspect) {
    return equal.getOrDefault(aspect, 0);
  }

  /** Compares the decisions about a cluster; null: Pacemaker does not take it. */
  @Nullable Comparison compare(String cib) {
    Decision expected = pacemaker.decide(cib, List.of());
    if (!expected.summary().contains("Revised Cluster Status:")
        || OUT_OF_SCOPE.matcher(expected.summary()).find()) {
      return null;
    }
    return Comparison.of(expected, decide(cib));
  }

  private Decision decide(String cib) {
    try {
      Decision decision = ours.decide(cib, List.of());
      return scores ? decision : new Decision(decision.summary(), decision.dot(), "");
    } catch (RuntimeException | StackOverflowError e) {
      StackTraceElement[] trace = e.getStackTrace();
      String text = "fails: " + e + (trace.length == 0 ? "" : " at " + trace[0]);
      return new Decision("Transition Summary:\n" + text, text, text);
    }
  }

  /** Counts a comparison; returns the first aspect that differs, null if none does. */
  @Nullable Aspect count(Comparison comparison) {
    compared++;
    Aspect first = null;
    for (Aspect aspect : Aspect.values()) {
      if (comparison.equal(aspect)) {
        equal.merge(aspect, 1, Integer::sum);
      } else if (first == null) {
        first = aspect;
      }
    }
    return first;
  }

  /** Makes a cluster small as long as the first line that differs does. */
  String shrink(String cib, Aspect aspect) {
    String first = firstDifference(cib, aspect);
    return new Shrinker(smaller -> firstDifference(smaller, aspect).equals(first), ATTEMPTS)
        .shrink(cib);
  }

  private String firstDifference(String cib, Aspect aspect) {
    Comparison comparison = compare(cib);
    return comparison == null
        ? ""
        : comparison.difference(aspect, 1).lines().findFirst().orElse("");
  }

  String figures() {
    StringBuilder text = new StringBuilder("of " + compared + " equal:");
    for (Aspect aspect : Aspect.values()) {
      text.append(' ').append(aspect).append(' ').append(equal(aspect));
    }
    return text.toString();
  }

  private static LongFunction<String> maker(String name) {
    return switch (name) {
      case "b" -> io.pacekeeper.pacemaker.conformance.RandomCib::of;
      case "m" -> new Mutants(Oracles.clusters())::of;
      default -> RandomCib::of;
    };
  }

  public static void main(String[] args) throws IOException {
    long first = Long.parseLong(args[0]);
    long count = Long.parseLong(args[1]);
    boolean shrink = args.length > 2 && args[2].equals("shrink");
    int mostShrunk = Integer.getInteger("shrunk", 8);
    Path folder = Files.createDirectories(Path.of(System.getProperty("out", "/tmp/fuzz")));
    LongFunction<String> maker = maker(System.getProperty("maker", "a"));
    Fuzz fuzz = new Fuzz(folder, !Boolean.getBoolean("noscores"));
    for (long seed = first; seed < first + count; seed++) {
      String cib = maker.apply(seed);
      Comparison comparison = fuzz.compare(cib);
      Aspect differs = comparison == null ? null : fuzz.count(comparison);
      if (differs == null || comparison == null) {
        continue;
      }
      System.out.println("seed " + seed + ": " + differs + " differs");
      System.out.print(comparison.difference(differs, 8));
      if (shrink && mostShrunk-- > 0) {
        String small = fuzz.shrink(cib, differs);
        Path file = folder.resolve(seed + ".xml");
        Files.writeString(file, small);
        Comparison left = fuzz.compare(small);
        System.out.println("  shrunk to " + file + " (" + small.lines().count() + " lines)");
        System.out.print(left == null ? "" : left.difference(differs, 12));
      } else {
        Files.writeString(folder.resolve(seed + ".xml"), cib);
      }
    }
    System.out.println(fuzz.figures());
  }
}
