package io.pacekeeper.pacemaker.conformance;

import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.pacemaker.CibReader;
import io.pacekeeper.pacemaker.CibWriter;
import io.pacekeeper.pacemaker.InvalidCibException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads clusters, writes them and reads them again. As a program it takes names of recorded
 * scenarios (none: all of them), and asks {@code crm_simulate} about what was written, too:
 *
 * <pre>java -cp ... io.pacekeeper.pacemaker.conformance.RoundTrip [NAME...]</pre>
 */
final class RoundTrip {
  private RoundTrip() {}

  static PolicyInput read(String cib) {
    try {
      return new CibReader().read(new ByteArrayInputStream(cib.getBytes(StandardCharsets.UTF_8)));
    } catch (InvalidCibException e) {
      throw new IllegalArgumentException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void main(String[] args) throws IOException {
    Oracle oracle = Oracle.customary();
    Path folder = Files.createTempDirectory("roundtrip");
    Decider pacemaker = new CrmSimulate(folder);
    List<String> names = List.of(args);
    int same = 0;
    int taken = 0;
    int alike = 0;
    int all = 0;
    for (Scenario scenario : oracle.scenarios()) {
      if (!names.isEmpty() && !names.contains(scenario.name())) {
        continue;
      }
      all++;
      PolicyInput input = read(oracle.cib(scenario));
      String written = new CibWriter().write(input);
      if (read(written).equals(input)) {
        same++;
      } else {
        System.out.println(scenario.name() + " is read otherwise");
      }
      Decision decision = pacemaker.decide(written, scenario.arguments());
      if (!decision.summary().contains("Revised Cluster Status:")) {
        System.out.println(scenario.name() + " is not taken");
        Files.writeString(Path.of("/tmp/roundtrip-" + scenario.name() + ".xml"), written);
        continue;
      }
      taken++;
      Comparison comparison =
          Comparison.of(pacemaker.decide(oracle.cib(scenario), scenario.arguments()), decision);
      boolean equal = true;
      for (Comparison.Aspect aspect : Comparison.Aspect.values()) {
        if (!comparison.equal(aspect)) {
          System.out.println(scenario.name() + ": " + aspect + " differs");
          System.out.print(comparison.difference(aspect, 6));
          equal = false;
        }
      }
      alike += equal ? 1 : 0;
    }
    System.out.printf(
        "of %d: %d read as the same, %d taken by Pacemaker, %d decided alike%n",
        all, same, taken, alike);
  }
}
