package io.pacekeeper.benchmarks.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Companion;
import io.pacekeeper.benchmarks.failover.Contender.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a failover of real JVMs costs the store, with a thousand services on three nodes, counted by
 * the server. Renewals of leases and closed sessions are not counted, and neither is what is
 * written for the history alone, some time later.
 */
class TransactionsPerFailoverTest {
  private static final int SERVICES = 1000;
  private static final int SURVIVORS = Participants.COUNT - 1;

  /** What a cluster of three nodes has for anything: folders, config, term, four for each node. */
  private static final double MOST_ZNODES = 30;

  /** What is to be remembered goes with what is written within a second, or else alone. */
  private static final String HISTORY_ALONE = " check,check,set:/pacekeeper/benchmark/history";

  /** Once for the orders, and once for what each survivor reports, however slow the machine is. */
  private static final int MOST_ALONE = SURVIVORS + 1;

  private static final Duration LEASE = Duration.ofSeconds(5);
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(4);

  @TempDir static Path folder;
  private static ServerJvm server;

  @BeforeAll
  static void startServer() throws Exception {
    server = ServerJvm.start(folder);
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @Test
  void aCrashCostsTwoForEachSurvivorAndTwoMore() throws Exception {
    expect(Step.CRASH, 2 * SURVIVORS + 2);
  }

  @Test
  void aCrashOfTheDcCostsOneMore() throws Exception {
    expect(Step.CRASH_DC, 2 * SURVIVORS + 3);
  }

  @Test
  void aGracefulLeaveCostsTwoForEachSurvivorAndSixMore() throws Exception {
    expect(Step.LEAVE, 2 * SURVIVORS + 6);
  }

  private static void expect(Step step, int most) throws Exception {
    Trial.Plan plan =
        new Trial.Plan(
            Contender.PACEKEEPER,
            SERVICES,
            step,
            LEASE,
            SESSION_TIMEOUT,
            Duration.ZERO,
            Companion.PREFERRED);
    try (Trial trial = new Trial(plan, server, folder.resolve(step.name()))) {
      Trial.Result result = trial.run();
      List<String> alone =
          result.transactions().stream().filter(one -> one.endsWith(HISTORY_ALONE)).toList();
      assertThat(alone).as("history alone").hasSizeLessThanOrEqualTo(MOST_ALONE);
      assertThat(result.transactions())
          .as(step.title())
          .isNotEmpty()
          .hasSizeLessThanOrEqualTo(most + alone.size());
      assertThat(result.figures().get(Metric.ZNODES)).isLessThan(MOST_ZNODES);
    }
  }
}
