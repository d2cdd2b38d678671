package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.MonitorDefinition;
import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.OperationDefinition;
import io.pacekeeper.api.Requires;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.ResourceNeeds;
import io.pacekeeper.api.Rule;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.api.annotation.HaResource;
import io.pacekeeper.api.annotation.Location;
import io.pacekeeper.api.annotation.Monitor;
import io.pacekeeper.api.annotation.Start;
import io.pacekeeper.api.annotation.Stop;
import io.pacekeeper.api.annotation.Utilization;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AnnotatedResourceTest {

  @HaResource("ledger")
  public static class Plain {
    final List<String> calls = new ArrayList<>();

    @Start
    public void begin() {
      calls.add("begin");
    }

    @Stop
    public void end() {
      calls.add("end");
    }
  }

  @Test
  void aPlainResourceHasEveryDefault() {
    assertThat(AnnotatedResource.of(new Plain()).definition())
        .isEqualTo(ResourceDefinition.ofDefaults("ledger"));
  }

  @HaResource(
      value = "ledger",
      priority = 3,
      stickiness = 100,
      targetRole = TargetRole.STOPPED,
      managed = false,
      requires = Requires.QUORUM,
      migrationThreshold = 2,
      failureTimeout = "10m")
  @Location(node = "node1", score = 50)
  @Location(rule = "zone eq west", score = -5)
  public static class Full {
    Activation activation;
    int healthChecks;

    @Start(timeout = "500ms", onFail = OnFail.STOP)
    public void begin(Activation given) {
      activation = given;
    }

    @Stop(timeout = "1m", onFail = OnFail.BLOCK)
    public void end() throws IOException {
      throw new IOException("disk gone");
    }

    @Monitor(interval = "2s")
    @Monitor(interval = "1h", timeout = "3s", onFail = OnFail.STANDBY)
    public boolean healthy() {
      return ++healthChecks == 1;
    }
  }

  @Test
  void everyAnnotationIsRead() {
    assertThat(AnnotatedResource.of(new Full()).definition())
        .isEqualTo(
            new ResourceDefinition(
                "ledger",
                3,
                100,
                TargetRole.STOPPED,
                false,
                false,
                Requires.QUORUM,
                2,
                Duration.ofMinutes(10),
                new OperationDefinition(Duration.ofMillis(500), OnFail.STOP),
                new OperationDefinition(Duration.ofMinutes(1), OnFail.BLOCK),
                List.of(
                    new MonitorDefinition(
                        Duration.ofSeconds(2), Duration.ofSeconds(20), OnFail.RESTART),
                    new MonitorDefinition(
                        Duration.ofHours(1), Duration.ofSeconds(3), OnFail.STANDBY)),
                List.of(
                    LocationConstraint.onNode("node1", 50),
                    LocationConstraint.byRule(Rule.parse("zone eq west"), -5))));
  }

  @HaResource(value = "index", allowUnhealthyNodes = true)
  @Utilization(name = "memory", value = 512)
  @Utilization(name = "cpu", value = 2)
  public static class Large extends Plain {}

  @HaResource("index")
  @Utilization(name = "memory", value = 512)
  @Utilization(name = "memory", value = 256)
  public static class Undecided extends Plain {}

  @HaResource("index")
  @Utilization(name = "memory", value = -1)
  public static class Negative extends Plain {}

  @Test
  void whatItNeedsOfANodeIsRead() {
    assertThat(AnnotatedResource.of(new Large()).definition().needs())
        .isEqualTo(new ResourceNeeds(new TreeMap<>(Map.of("cpu", 2, "memory", 512)), true));
    assertThatThrownBy(() -> AnnotatedResource.of(new Undecided()))
        .hasMessage(
            Undecided.class.getName()
                + ": @Utilization: memory is named twice: say once how much it takes");
    assertThatThrownBy(() -> AnnotatedResource.of(new Negative()))
        .hasMessage(
            Negative.class.getName() + ": @Utilization: memory must be 0 or more, but it is -1");
  }

  @Test
  void theAgentCallsTheMethodsOfTheObject() throws Exception {
    Plain plain = new Plain();
    ResourceAgent agent = AnnotatedResource.of(plain).newAgent();

    agent.start(null);
    assertThat(agent.monitor()).isTrue();
    agent.stop();

    assertThat(plain.calls).containsExactly("begin", "end");
  }

  @Test
  void theAgentHandsOverTheActivationAndWhatTheMonitorReturns() throws Exception {
    Full full = new Full();
    LeaseGuard guard = new LeaseGuard("shop", new HandClock(), status -> {}, Duration.ZERO);
    Activation activation = new LeasedActivation(null, guard, Runnable::run, input -> {});
    ResourceAgent agent = AnnotatedResource.of(full).newAgent();

    agent.start(activation);

    assertThat(full.activation).isSameAs(activation);
    assertThat(agent.monitor()).isTrue();
    assertThat(agent.monitor()).isFalse();
    guard.close();
  }

  @Test
  void whatAMethodThrowsComesOutAsItWasThrown() {
    ResourceAgent agent = AnnotatedResource.of(new Full()).newAgent();

    assertThatThrownBy(agent::stop).isExactlyInstanceOf(IOException.class).hasMessage("disk gone");
  }

  @HaResource("ledger")
  public static class ThrowsAnError {
    @Start
    public void begin() {
      throw new StackOverflowError("deep");
    }

    @Stop
    public void end() {}
  }

  @Test
  void anErrorComesOutAsItWasThrown() {
    ResourceAgent agent = AnnotatedResource.of(new ThrowsAnError()).newAgent();

    assertThatThrownBy(() -> agent.start(null)).isExactlyInstanceOf(StackOverflowError.class);
  }

  /** As a proxy of a framework is: it overrides without annotations. */
  public static class Proxy extends Plain {
    @Override
    public void begin() {
      calls.add("proxied");
    }
  }

  @Test
  void aSubclassIsReadAsItsSuperclassAndItsOverridesAreCalled() throws Exception {
    Proxy proxy = new Proxy();
    Resource resource = AnnotatedResource.of(proxy);

    resource.newAgent().start(null);

    assertThat(resource.id()).isEqualTo("ledger");
    assertThat(proxy.calls).containsExactly("proxied");
  }

  @HaResource("annotated-again")
  public static class OverridesWithAnnotations extends Plain {
    @Start(timeout = "1s")
    @Override
    public void begin() {
      calls.add("again");
    }
  }

  @Test
  void anOverrideThatIsAnnotatedAgainHolds() {
    ResourceDefinition definition =
        AnnotatedResource.of(new OverridesWithAnnotations()).definition();

    assertThat(definition.id()).isEqualTo("annotated-again");
    assertThat(definition.start().timeout()).isEqualTo(Duration.ofSeconds(1));
  }

  /** A package-private superclass that makes the lifecycle generic, with bridges. */
  abstract static class Base<T> {
    public abstract void begin(T given);

    @Stop
    public void end() {}
  }

  @HaResource("ledger")
  public static class WithBridges extends Base<Activation> {
    @Start
    @Override
    public void begin(Activation given) {}

    @Monitor(interval = "1s")
    public void check() {}
  }

  @Test
  void bridgeMethodsAreNotCounted() throws Exception {
    ResourceAgent agent = AnnotatedResource.of(new WithBridges()).newAgent();

    agent.start(null);
    assertThat(agent.monitor()).isTrue();
    agent.stop();
  }

  @Test
  void aResourceOfTheBuilderIsTakenAsItIs() {
    Resource resource =
        Resource.of(ResourceDefinition.ofDefaults("ledger"), () -> new AnnotatedAgent(null, null));

    assertThat(AnnotatedResource.of(resource)).isSameAs(resource);
  }
}
