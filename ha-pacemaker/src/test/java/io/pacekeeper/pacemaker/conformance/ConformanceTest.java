package io.pacekeeper.pacemaker.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pacekeeper.pacemaker.conformance.Comparison.Aspect;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Our decisions about the recorded clusters are Pacemaker's. */
class ConformanceTest {
  private static final int SHOWN = 6;

  @Test
  void theRecordedClustersAreDecidedAsPacemakerDecidesThem() {
    Oracle oracle = Oracle.customary();
    assumeTrue(oracle.present(), () -> "no recorded scenarios in " + oracle.folder());
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    Figures figures =
        new Conformance(oracle, new OurEngine(), out).compare(oracle.scenarios(), SHOWN);

    out.print(figures.byFeature());
    out.print(figures.byTier());
    out.printf("%d of %d%n", figures.of("all", Aspect.TRANSITION), figures.all("all"));
    assertThat(share(figures, Aspect.TRANSITION, "tier A"))
        .as("tier A")
        .isGreaterThanOrEqualTo(0.97);
    assertThat(share(figures, Aspect.TRANSITION, "tier A", "tier B"))
        .as("tiers A and B")
        .isGreaterThanOrEqualTo(0.95);
    assertThat(share(figures, Aspect.TRANSITION, "tier A", "tier B", "tier C"))
        .as("all tiers")
        .isGreaterThanOrEqualTo(0.90);
    assertThat(share(figures, Aspect.DOT, "tier A")).as("graphs").isGreaterThanOrEqualTo(0.90);
  }

  private static double share(Figures figures, Aspect aspect, String... tiers) {
    double equal = 0;
    double all = 0;
    for (String tier : tiers) {
      equal += figures.of(tier, aspect);
      all += figures.all(tier);
    }
    return equal / all;
  }
}
