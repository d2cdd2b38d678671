package io.pacekeeper.testkit;

import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.fencing.FencingCall;
import io.pacekeeper.runtime.Fencer;
import io.pacekeeper.testkit.ScriptedFencingDevice.Course;
import io.pacekeeper.testkit.invariant.Happening;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Fencing devices that take their time and behave as {@link DeviceBehaviour} has it. Asks whether
 * the lease allows it before each call, as the threads of the production runtime do. What a device
 * has been asked it does although the process that asked is paused or gone.
 */
final class SimulatedFencer implements Fencer {
  private static final long MICRO = 1_000;

  private final String process;
  private final ProcessTimeline timeline;
  private final Timeline world;
  private final BooleanSupplier mayBegin;
  private final DeviceBehaviour behaviour;
  private final Consumer<FencingCall> powerOff;
  private final Consumer<? super Happening> history;
  private final Map<FencingCall, Consumer<? super Input>> open = new HashMap<>();

  /** What the devices of all processes have in common. */
  record Devices(
      Timeline world,
      DeviceBehaviour behaviour,
      Consumer<FencingCall> powerOff,
      Consumer<? super Happening> history) {}

  /**
   * Makes the fencer of a process.
   *
   * @param timeline the time of the process
   * @param mayBegin whether the lease of the process allows that something begins now
   */
  SimulatedFencer(
      String process, ProcessTimeline timeline, BooleanSupplier mayBegin, Devices devices) {
    this.process = process;
    this.timeline = timeline;
    this.mayBegin = mayBegin;
    this.world = devices.world();
    this.behaviour = devices.behaviour();
    this.powerOff = devices.powerOff();
    this.history = devices.history();
  }

  @Override
  public void fence(FencingCall call, Consumer<? super Input> mailbox) {
    if (open.put(call, mailbox) != null) {
      throw new IllegalStateException(call + " was begun before");
    }
    timeline.after(MICRO, () -> begin(call));
    timeline.after(
        call.timeout().toNanos(), () -> answer(call, FencingResult.unknown("it timed out")));
  }

  @Override
  public void interrupt(FencingCall call) {
    timeline.after(MICRO, () -> answer(call, FencingResult.unknown("it was interrupted")));
  }

  private void begin(FencingCall call) {
    if (!mayBegin.getAsBoolean()) {
      answer(call, FencingResult.failed("the lease does not allow it any more"));
      return;
    }
    Course course = behaviour.draw();
    long nanos = behaviour.nanos();
    history.accept(new Happening.Fault(process + " has " + call + " called: " + course));
    if (course == Course.SUCCEED && call.action().isolates()) {
      world.after(nanos / 2, () -> powerOff.accept(call));
    } else if (course == Course.LIE && call.action().isolates()) {
      history.accept(new Happening.DeviceLies(call.device(), call.incarnation()));
    }
    if (course != Course.HANG) {
      FencingResult result =
          course == Course.FAIL ? FencingResult.failed("it broke") : FencingResult.succeeded();
      timeline.after(nanos, () -> answer(call, result));
    }
  }

  private void answer(FencingCall call, FencingResult result) {
    Consumer<? super Input> mailbox = open.remove(call);
    if (mailbox != null) {
      mailbox.accept(new Input.Fenced(call, result));
    }
  }
}
