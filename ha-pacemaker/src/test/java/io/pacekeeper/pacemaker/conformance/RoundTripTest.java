package io.pacekeeper.pacemaker.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.pacemaker.CibWriter;
import org.junit.jupiter.api.Test;

/** What is read, written and read again is the same. */
class RoundTripTest {
  @Test
  void theRecordedClustersAreWrittenAsTheyWereRead() {
    Oracle oracle = Oracle.customary();
    assumeTrue(oracle.present(), () -> "no recorded scenarios in " + oracle.folder());

    for (Scenario scenario : oracle.scenarios()) {
      PolicyInput input = RoundTrip.read(oracle.cib(scenario));

      assertThat(RoundTrip.read(new CibWriter().write(input)).equals(input))
          .as(scenario.name())
          .isTrue();
    }
  }

  @Test
  void madeUpClustersAreWrittenAsTheyWereRead() {
    for (long seed = 0; seed < 200; seed++) {
      PolicyInput input = RoundTrip.read(RandomCib.of(seed));

      assertThat(RoundTrip.read(new CibWriter().write(input))).as("seed %d", seed).isEqualTo(input);
    }
  }
}
