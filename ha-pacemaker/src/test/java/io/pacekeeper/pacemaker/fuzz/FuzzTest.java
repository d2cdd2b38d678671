package io.pacekeeper.pacemaker.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pacekeeper.pacemaker.conformance.Comparison;
import io.pacekeeper.pacemaker.conformance.Comparison.Aspect;
import io.pacekeeper.pacemaker.conformance.CrmSimulate;
import java.nio.file.Path;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our decisions about clusters that were made up are Pacemaker's. {@code -Dfuzz.first} and {@code
 * -Dfuzz.count} say which seeds are tried; what differs is told with its seed and made small.
 */
class FuzzTest {
  private static final long FIRST = Long.getLong("fuzz.first", 0);
  private static final long COUNT = Long.getLong("fuzz.count", 500);

  @TempDir private Path folder;

  @Test
  void clustersThatAreInTroubleAreDecidedAsPacemakerDecidesThem() {
    tryAll(RandomCib::of);
  }

  @Test
  void clustersThatAreComplicatedAreDecidedAsPacemakerDecidesThem() {
    tryAll(io.pacekeeper.pacemaker.conformance.RandomCib::of);
  }

  private void tryAll(LongFunction<String> maker) {
    assumeTrue(CrmSimulate.installed(), "crm_simulate is not installed");
    Fuzz fuzz = new Fuzz(folder, true);
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      String cib = maker.apply(seed);
      Comparison comparison = fuzz.compare(cib);
      Aspect differs = comparison == null ? null : fuzz.count(comparison);
      if (differs != null) {
        String small = fuzz.shrink(cib, differs);
        throw new AssertionError("seed " + seed + ": " + differs + " differs in\n" + small);
      }
    }
    assertThat(fuzz.compared()).isGreaterThan((int) (COUNT / 2));
  }
}
