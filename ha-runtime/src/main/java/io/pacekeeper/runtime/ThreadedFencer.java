package io.pacekeeper.runtime;

import io.pacekeeper.api.fencing.FencingDevice;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.api.fencing.FencingTarget;
import io.pacekeeper.api.fencing.PowerState;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.fencing.FencingCall;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Calls fencing devices on threads of their own. Immediately before it calls the device's code it
 * asks, by the clock, whether this node's lease allows it: a DC that was paused and goes on
 * switches nobody off.
 */
final class ThreadedFencer implements Fencer {
  private final Map<String, FencingDevice> devices;
  private final DeviceCalls calls;
  private final DeviceMonitors monitors;
  private final BooleanSupplier mayBegin;
  private final Map<FencingCall, DeviceCalls.Call> open = new ConcurrentHashMap<>();

  /**
   * Makes a fencer.
   *
   * @param devices the code there is, by id
   * @param mayBegin says whether this node's lease allows that something begins now
   */
  ThreadedFencer(
      Map<String, FencingDevice> devices,
      DeviceCalls calls,
      DeviceMonitors monitors,
      BooleanSupplier mayBegin) {
    this.devices = devices;
    this.calls = calls;
    this.monitors = monitors;
    this.mayBegin = mayBegin;
  }

  @Override
  public void fence(FencingCall call, Consumer<? super Input> mailbox) {
    FencingDevice device = devices.get(call.device());
    if (device == null) {
      FencingResult none = FencingResult.failed("this node has no code for it");
      mailbox.accept(new Input.Fenced(call, none));
      return;
    }
    String what =
        call.device() + " " + call.action().name().toLowerCase(Locale.ROOT) + " " + call.node();
    monitors.used(call.device());
    DeviceCalls.Call begun =
        calls.call(
            what,
            () -> perform(device, call),
            call.timeout(),
            result -> {
              open.remove(call);
              monitors.free(call.device());
              mailbox.accept(new Input.Fenced(call, result));
            });
    open.put(call, begun);
    if (begun.isAnswered()) {
      open.remove(call);
    }
  }

  @Override
  public void interrupt(FencingCall call) {
    DeviceCalls.Call begun = open.get(call);
    if (begun != null) {
      begun.giveUp("it was interrupted");
    }
  }

  private FencingResult perform(FencingDevice device, FencingCall call) throws Exception {
    if (!mayBegin.getAsBoolean()) {
      return FencingResult.failed("this node's lease does not allow it any more");
    }
    FencingTarget target = call.target();
    return switch (call.action()) {
      case OFF -> device.off(target);
      case REBOOT -> device.reboot(target);
      case ON -> device.on(target);
      case STATUS -> result(device.status(target));
      case MONITOR -> device.monitor(call.timeout());
    };
  }

  private static FencingResult result(PowerState state) {
    return state == PowerState.UNKNOWN
        ? FencingResult.unknown("the device cannot tell")
        : FencingResult.succeeded(state.name().toLowerCase(Locale.ROOT));
  }
}
