package io.pacekeeper.pacemaker.fuzz;

import io.pacekeeper.pacemaker.conformance.Comparison;
import io.pacekeeper.pacemaker.conformance.Comparison.Aspect;
import io.pacekeeper.pacemaker.conformance.CrmSimulate;
import io.pacekeeper.pacemaker.conformance.Decision;
import io.pacekeeper.pacemaker.conformance.OurEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Shows what Pacemaker decides about the clusters of files, and in what we differ. */
final class One {
  private One() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("one");
    for (String arg : args) {
      String cib = Files.readString(Path.of(arg));
      Decision expected = new CrmSimulate(folder).decide(cib, List.of());
      System.out.println("== " + arg);
      System.out.print(expected.summary());
      System.out.print(expected.dot());
      Comparison comparison = Comparison.of(expected, new OurEngine().decide(cib, List.of()));
      for (Aspect aspect : Aspect.values()) {
        if (!comparison.equal(aspect)) {
          System.out.println("== " + aspect + " differs");
          System.out.print(comparison.difference(aspect, 100));
        }
      }
    }
  }
}
