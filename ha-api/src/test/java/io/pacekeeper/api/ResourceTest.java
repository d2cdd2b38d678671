package io.pacekeeper.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ResourceTest {
  private final RecordedActivation activation = new RecordedActivation();

  @Test
  void aResourceHasEveryDefaultUnlessItSaysOtherwise() {
    Resource resource = Resource.of("ledger", QuietAgent::new).build();

    assertThat(resource.definition()).isEqualTo(ResourceDefinition.ofDefaults("ledger"));
  }

  @Test
  void aResourceKeepsWhatItsBuilderWasTold() {
    ResourceDefinition definition =
        Resource.of("ledger", QuietAgent::new)
            .priority(3)
            .stickiness(100)
            .targetRole(TargetRole.STOPPED)
            .managed(false)
            .maintenance(true)
            .requires(Requires.QUORUM)
            .migrationThreshold(2)
            .failureTimeout(Duration.ofMinutes(1))
            .start(Duration.ofSeconds(1), OnFail.STOP)
            .stop(Duration.ofSeconds(2), OnFail.BLOCK)
            .monitor(Duration.ofSeconds(3), Duration.ofSeconds(4))
            .monitor(Duration.ofSeconds(5), Duration.ofSeconds(6), OnFail.STANDBY)
            .prefers("node1", 50)
            .avoids("node2")
            .prefersWhere("zone eq west", 10)
            .build()
            .definition();

    assertThat(definition)
        .isEqualTo(
            new ResourceDefinition(
                "ledger",
                3,
                100,
                TargetRole.STOPPED,
                false,
                true,
                Requires.QUORUM,
                2,
                Duration.ofMinutes(1),
                new OperationDefinition(Duration.ofSeconds(1), OnFail.STOP),
                new OperationDefinition(Duration.ofSeconds(2), OnFail.BLOCK),
                List.of(
                    new MonitorDefinition(
                        Duration.ofSeconds(3), Duration.ofSeconds(4), OnFail.RESTART),
                    new MonitorDefinition(
                        Duration.ofSeconds(5), Duration.ofSeconds(6), OnFail.STANDBY)),
                List.of(
                    LocationConstraint.onNode("node1", 50),
                    LocationConstraint.onNode("node2", -Score.INFINITY),
                    LocationConstraint.byRule(Rule.parse("zone eq west"), 10))));
  }

  @Test
  void whatItNeedsOfANodeIsPartOfTheDefinition() {
    Resource.Builder ledger =
        Resource.of("ledger", QuietAgent::new)
            .utilization("memory", 512)
            .utilization("cpu", 0)
            .allowUnhealthyNodes(true);

    assertThat(ledger.build().definition().needs())
        .isEqualTo(new ResourceNeeds(new TreeMap<>(Map.of("cpu", 0, "memory", 512)), true));
    assertThat(Resource.of("mail", QuietAgent::new).build().definition().needs())
        .isEqualTo(ResourceNeeds.NONE);
    assertThatThrownBy(() -> ledger.utilization("memory", -1))
        .hasMessage("resource ledger: utilization: memory must be 0 or more, but it is -1");
    assertThatThrownBy(() -> ledger.utilization("a b", 1)).hasMessageEndingWith("but it is 'a b'");
  }

  @Test
  void aMistakeNamesTheResourceAndTheSetting() {
    Resource.Builder ledger = Resource.of("ledger", QuietAgent::new);

    assertThatThrownBy(() -> ledger.start(Duration.ofSeconds(-1), OnFail.RESTART))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("resource ledger: start: a timeout must be longer than zero, but it is PT-1S");
    assertThatThrownBy(() -> ledger.monitor(Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessage(
            "resource ledger: monitor: a monitor's interval must be longer than zero, but it is"
                + " PT0S");
    assertThatThrownBy(() -> ledger.prefersWhere("zone is west", 1))
        .hasMessageStartingWith("resource ledger: location: the rule 'zone is west' has the");
    assertThatThrownBy(() -> Resource.of("a b", QuietAgent::new))
        .hasMessageContaining("but it is 'a b'");
    assertThatThrownBy(() -> Resource.of("ledger", () -> null).build().newAgent())
        .hasMessage("the supplier of ledger gave no agent");
  }

  @Test
  void whatIsActiveWhileOpenIsClosedOnceToStopIt() throws Exception {
    CountDownLatch closed = new CountDownLatch(2);
    ResourceAgent agent = Resource.whileOpen("ledger", a -> closed::countDown).build().newAgent();

    agent.stop();
    assertThat(closed.getCount()).isEqualTo(2);
    agent.start(activation);
    agent.stop();
    agent.stop();
    assertThat(closed.getCount()).isEqualTo(1);
  }

  @Test
  void whatCouldNotBeClosedIsClosedAgainByTheNextStop() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    ResourceAgent agent =
        Resource.whileOpen(
                "ledger",
                a ->
                    () -> {
                      if (broken.getAndSet(false)) {
                        throw new IllegalStateException("busy");
                      }
                    })
            .build()
            .newAgent();
    agent.start(activation);

    assertThatThrownBy(agent::stop).hasMessage("busy");
    agent.stop();
  }

  @Test
  void whatIsActiveWhileItRunsIsInterruptedAndHasStoppedWhenItHasReturned() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    AtomicBoolean returned = new AtomicBoolean();
    ResourceAgent agent =
        Resource.whileRunning(
                "ledger",
                a -> {
                  running.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } finally {
                    returned.set(true);
                  }
                })
            .build()
            .newAgent();
    agent.start(activation);
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(agent.monitor()).isTrue();

    agent.stop();

    assertThat(returned).isTrue();
    assertThat(agent.monitor()).isFalse();
    assertThat(activation.failures).isEmpty();
  }

  @Test
  void aBodyThatReturnsBeforeItIsStoppedHasFailed() throws Exception {
    ResourceAgent agent = Resource.whileRunning("ledger", () -> {}).build().newAgent();

    agent.start(activation);

    assertThat(activation.failures.poll(10, TimeUnit.SECONDS))
        .isEqualTo("it returned before it was stopped");
    agent.stop();
  }

  @Test
  void aBodyThatThrowsEvenAnErrorHasFailed() throws Exception {
    ResourceAgent agent =
        Resource.whileRunning(
                "ledger",
                a -> {
                  throw new AssertionError("gone");
                })
            .build()
            .newAgent();

    agent.start(activation);

    assertThat(activation.failures.poll(10, TimeUnit.SECONDS))
        .isEqualTo("it threw java.lang.AssertionError: gone");
  }

  private static final class QuietAgent implements ResourceAgent {
    @Override
    public void start(Activation unused) {}

    @Override
    public void stop() {}
  }
}
