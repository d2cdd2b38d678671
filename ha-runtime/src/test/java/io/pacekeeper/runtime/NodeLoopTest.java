package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.Controller;
import io.pacekeeper.core.controller.ControllerOptions;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.controller.LeaseOptions;
import io.pacekeeper.core.fencing.FencingCall;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NodeLoopTest {
  private final List<String> done = new CopyOnWriteArrayList<>();

  @Test
  void theGuardIsArmedBeforeAnythingIsStarted() throws Exception {
    CountDownLatch woken = new CountDownLatch(1);
    try (PlainStore store = new PlainStore();
        ClusterLayer layer = store.layer()) {
      NodeLoop loop =
          new NodeLoop(
              new Controller(options()),
              new NodeLoop.Hands(
                  layer,
                  new RecordingRunner(),
                  new NoFencer(),
                  new RecordingGuard(),
                  () -> new Input.Measured(1, 2),
                  event -> {},
                  run -> {},
                  reason -> {}),
              Clock.system(),
              woken::countDown);
      layer.start(loop::post);

      await()
          .until(
              () -> {
                while (loop.runOne()) {}
                return done.contains("START");
              });
    }
    assertThat(woken.getCount()).isZero();
    assertThat(done.indexOf("armed")).isNotNegative().isLessThan(done.indexOf("START"));
  }

  @Test
  void operationsThatHaveReturnedAreLookedAtTogetherAndEverythingInItsOrder() throws Exception {
    try (PlainStore store = new PlainStore();
        ClusterLayer layer = store.layer()) {
      NodeLoop loop =
          new NodeLoop(
              new Controller(options()),
              new NodeLoop.Hands(
                  layer,
                  new RecordingRunner(),
                  new NoFencer(),
                  new RecordingGuard(),
                  () -> new Input.Measured(1, 2),
                  event -> {},
                  run -> {},
                  reason -> {}),
              Clock.system(),
              () -> {});
      loop.post(new Input.OperationReturned(1, null));
      loop.post(new Input.OperationReturned(2, null));
      loop.post(new Input.ResourceRemoved("ledger"));
      loop.post(new Input.Tick());
      loop.post(new Input.OperationReturned(3, null));

      int steps = 0;
      while (loop.runOne()) {
        steps++;
      }
      assertThat(steps).isEqualTo(4);
    }
  }

  private static ControllerOptions options() {
    return new ControllerOptions(
        "node1",
        "host",
        1,
        "test",
        () -> "incarnation",
        LeaseOptions.ofLength(Duration.ofSeconds(20)),
        "default",
        1,
        List.of(ResourceDefinition.ofDefaults("ledger")),
        new TreeMap<>(),
        Duration.ofSeconds(1),
        1,
        Duration.ofMinutes(1));
  }

  private final class RecordingRunner implements OperationRunner {
    @Override
    public void run(Effect.RunOperation operation, Consumer<? super Input> mailbox) {
      assertThat(operation.operation()).isEqualTo(Operation.START);
      done.add(operation.operation().name());
    }

    @Override
    public void interrupt(long id) {}

    @Override
    public void ask(long question, Consumer<? super Input> mailbox) {}

    @Override
    public void revoke(Effect.RevokeActivation revocation) {}
  }

  private final class RecordingGuard implements Guard {
    @Override
    public void set(Effect.Guard deadlines) {
      done.add(deadlines.armed() ? "armed" : "unarmed");
    }

    @Override
    public void halt(String reason) {
      throw new AssertionError(reason);
    }
  }

  private static final class NoFencer implements Fencer {
    @Override
    public void fence(FencingCall call, Consumer<? super Input> mailbox) {
      throw new AssertionError(call);
    }

    @Override
    public void interrupt(FencingCall call) {
      throw new AssertionError(call);
    }
  }
}
