package io.pacekeeper.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingResult.Outcome;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.fencing.FencingCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedFencerTest {
  private final Dice dice = new Dice(1);
  private final EventQueue queue = new EventQueue();
  private final ProcessTimeline process = new ProcessTimeline(queue);
  private final DeviceBehaviour behaviour = new DeviceBehaviour(dice);
  private final List<String> log = new ArrayList<>();
  private boolean mayBegin = true;
  private final SimulatedFencer fencer =
      new SimulatedFencer(
          "node9/1",
          process,
          () -> mayBegin,
          new SimulatedFencer.Devices(
              queue, behaviour, call -> log.add("off " + call.node()), happening -> {}));

  private static FencingCall call(FencingAction action) {
    return new FencingCall(1, "ipmi", action, "node1", "i1", "node1", Duration.ofSeconds(60));
  }

  private void hear(Input input) {
    log.add(((Input.Fenced) input).result().outcome().toString());
  }

  private List<String> run(FencingCall call) {
    fencer.fence(call, this::hear);
    runForMinutes();
    return log;
  }

  private void runForMinutes() {
    long end = queue.nanos() + Duration.ofMinutes(5).toNanos();
    while (queue.runNext(end)) {}
  }

  @Test
  void aHostIsOffBeforeTheDeviceSaysSo() {
    assertThat(run(call(FencingAction.REBOOT))).containsExactly("off node1", "SUCCEEDED");
  }

  @Test
  void whatOnlyAsksSwitchesNobodyOff() {
    assertThat(run(call(FencingAction.STATUS))).containsExactly("SUCCEEDED");
  }

  @Test
  void aDeviceThatFailsHangsOrLiesSwitchesNobodyOff() {
    behaviour.misbehave(1, 0, 0);
    assertThat(run(call(FencingAction.OFF))).containsExactly(Outcome.FAILED.name());
    log.clear();
    behaviour.misbehave(0, 1, 0);
    assertThat(run(call(FencingAction.OFF))).containsExactly(Outcome.UNKNOWN.name());
    log.clear();
    behaviour.misbehave(0, 0, 1);
    assertThat(run(call(FencingAction.OFF))).containsExactly(Outcome.SUCCEEDED.name());
  }

  @Test
  void nobodyIsSwitchedOffWithoutALease() {
    mayBegin = false;
    assertThat(run(call(FencingAction.OFF))).containsExactly(Outcome.FAILED.name());
  }

  @Test
  void aDeviceGoesOnThoughWhoAskedIsGone() {
    fencer.fence(call(FencingAction.OFF), this::hear);
    queue.runNext(queue.nanos() + 1_000_000);
    process.end();
    runForMinutes();
    assertThat(log).containsExactly("off node1");
  }

  @Test
  void anInterruptedCallIsAnsweredOnce() {
    behaviour.misbehave(0, 1, 0);
    FencingCall call = call(FencingAction.OFF);
    fencer.fence(call, this::hear);
    queue.runNext(queue.nanos() + 1_000_000);
    fencer.interrupt(call);
    runForMinutes();
    assertThat(log).containsExactly(Outcome.UNKNOWN.name());
  }
}
