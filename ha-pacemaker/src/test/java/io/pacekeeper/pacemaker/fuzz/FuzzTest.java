package io.pacekeeper.pacemaker.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.pacemaker.CibReader;
import io.pacekeeper.pacemaker.CibWriter;
import io.pacekeeper.pacemaker.InvalidCibException;
import io.pacekeeper.pacemaker.conformance.Comparison;
import io.pacekeeper.pacemaker.conformance.Comparison.Aspect;
import io.pacekeeper.pacemaker.conformance.CrmSimulate;
import io.pacekeeper.pacemaker.conformance.Oracles;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
  private static final long MUTANTS = Long.getLong("fuzz.count", 200);
  private static final Duration LONGEST =
      Duration.ofSeconds(Long.getLong("fuzz.seconds", COUNT > 500 ? 36_000 : 50));

  @TempDir private Path folder;

  @Test
  void clustersThatAreInTroubleAreDecidedAsPacemakerDecidesThem() {
    tryAll(RandomCib::of);
  }

  @Test
  void clustersThatAreComplicatedAreDecidedAsPacemakerDecidesThem() {
    tryAll(io.pacekeeper.pacemaker.conformance.RandomCib::of);
  }

  @Test
  void recordedClustersThatWereChangedAreDecidedAsPacemakerDecidesThem() {
    Path recorded = Oracles.clusters();
    assumeTrue(Files.isDirectory(recorded), () -> "no recorded clusters in " + recorded);
    tryAll(new Mutants(recorded)::of, MUTANTS);
  }

  @Test
  void recordedClustersThatWereChangedAreWrittenAsTheyWereRead() throws Exception {
    Path recorded = Oracles.clusters();
    assumeTrue(Files.isDirectory(recorded), () -> "no recorded clusters in " + recorded);
    Mutants mutants = new Mutants(recorded);
    for (long seed = FIRST; seed < FIRST + MUTANTS; seed++) {
      PolicyInput input;
      try {
        input = read(mutants.of(seed));
      } catch (InvalidCibException e) {
        continue;
      }
      assertThat(read(new CibWriter().write(input)).equals(input)).as("seed %d", seed).isTrue();
    }
  }

  private static PolicyInput read(String cib) throws Exception {
    return new CibReader().read(new ByteArrayInputStream(cib.getBytes(StandardCharsets.UTF_8)));
  }

  private void tryAll(LongFunction<String> maker) {
    tryAll(maker, COUNT);
  }

  private void tryAll(LongFunction<String> maker, long count) {
    assumeTrue(CrmSimulate.installed(), "crm_simulate is not installed");
    Fuzz fuzz = new Fuzz(folder, true);
    long end = System.nanoTime() + LONGEST.toNanos();
    for (long seed = FIRST; seed < FIRST + count && System.nanoTime() < end; seed++) {
      String cib = maker.apply(seed);
      Comparison comparison = fuzz.compare(cib);
      Aspect differs = comparison == null ? null : fuzz.count(comparison);
      if (differs != null) {
        String small = fuzz.shrink(cib, differs);
        throw new AssertionError("seed " + seed + ": " + differs + " differs in\n" + small);
      }
    }
    assertThat(fuzz.compared()).isPositive();
  }
}
