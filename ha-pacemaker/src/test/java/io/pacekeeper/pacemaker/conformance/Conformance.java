package io.pacekeeper.pacemaker.conformance;

import io.pacekeeper.pacemaker.conformance.Comparison.Aspect;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Compares our decisions with the recorded ones. As a program it takes names of scenarios (none:
 * all of them), shows what differs, and leaves our side of it in a folder:
 *
 * <pre>java -cp ... io.pacekeeper.pacemaker.conformance.Conformance [NAME...]</pre>
 */
final class Conformance {
  private static final int SHOWN = 12;

  private final Oracle oracle;
  private final Decider ours;
  private final PrintStream out;

  Conformance(Oracle oracle, Decider ours, PrintStream out) {
    this.oracle = oracle;
    this.ours = ours;
    this.out = out;
  }

  /** Compares {@code scenarios}, prints up to {@code shown} lines of each difference. */
  Figures compare(List<Scenario> scenarios, int shown) {
    Figures figures = new Figures();
    for (Scenario scenario : scenarios) {
      figures.add(scenario, compare(scenario, shown));
    }
    return figures;
  }

  // One scenario that makes the engine fail must not hide the other 465.
  @SuppressWarnings("CatchAndPrintStackTrace")
  private Set<Aspect> compare(Scenario scenario, int shown) {
    Decision decision;
    try {
      decision = ours.decide(oracle.cib(scenario), scenario.arguments());
    } catch (RuntimeException | StackOverflowError e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      out.println(scenario.name() + " [" + scenario.tier() + "]: fails");
      trace.toString().lines().limit(shown).forEach(line -> out.println("    " + line));
      return EnumSet.noneOf(Aspect.class);
    }
    Comparison comparison = Comparison.of(oracle.decision(scenario), decision);
    Set<Aspect> equal = EnumSet.noneOf(Aspect.class);
    for (Aspect aspect : Aspect.values()) {
      if (comparison.equal(aspect)) {
        equal.add(aspect);
      } else {
        out.println(scenario.name() + " [" + scenario.tier() + "]: " + aspect + " differs");
        out.print(comparison.difference(aspect, shown));
      }
    }
    return equal;
  }

  public static void main(String[] args) throws IOException {
    Oracle oracle = Oracle.customary();
    Path folder = Files.createDirectories(Path.of(System.getProperty("out", "/tmp/conformance")));
    Set<String> names = Set.copyOf(Arrays.asList(args));
    List<Scenario> scenarios =
        oracle.scenarios().stream()
            .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
            .toList();
    List<Scenario> chosen = new ArrayList<>(scenarios);
    Decider keeping =
        new Decider() {
          private int next;

          @Override
          public Decision decide(String cib, List<String> arguments) {
            Scenario scenario = chosen.get(next++);
            Decision decision = new OurEngine().decide(cib, arguments);
            keep(folder, scenario.name(), decision);
            return decision;
          }
        };
    int shown = Integer.getInteger("shown", names.isEmpty() ? SHOWN : 500);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Figures figures = new Conformance(oracle, keeping, out).compare(chosen, shown);
    if (chosen.size() > 1) {
      out.print(figures.byFeature());
      out.print(figures.byTier());
    }
  }

  private static void keep(Path folder, String name, Decision decision) {
    try {
      Files.writeString(folder.resolve(name + ".summary"), decision.summary());
      Files.writeString(folder.resolve(name + ".dot"), decision.dot());
      Files.writeString(folder.resolve(name + ".scores"), decision.scores());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
