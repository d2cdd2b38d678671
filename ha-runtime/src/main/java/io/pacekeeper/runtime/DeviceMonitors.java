package io.pacekeeper.runtime;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.fencing.FencingDevice;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.core.controller.Input;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks each fencing device of this node now and then whether it works, and tells when that has
 * changed, to listeners and to the cluster, so that a dead device is known before it is needed. It
 * is never in the way of fencing: a device that is used is not asked, and a monitor under way is
 * interrupted and not waited for.
 */
final class DeviceMonitors {
  /** How long a monitor may take whose device has no timeout of its own: Pacemaker's default. */
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

  private final String node;
  private final DeviceCalls calls;
  private final Consumer<? super ClusterEvent> events;
  private final Consumer<? super Input> mailbox;
  private final ReentrantLock lock = new ReentrantLock();

  /** By id. Guarded by the lock, with what is in it. */
  private final Map<String, Monitored> devices = new TreeMap<>();

  private static final class Monitored {
    final FencingDeviceDefinition definition;
    final FencingDevice device;
    DeviceCalls.@Nullable Call monitor;
    int uses;
    boolean usable = true;

    Monitored(FencingDeviceDefinition definition, FencingDevice device) {
      this.definition = definition;
      this.device = device;
    }
  }

  DeviceMonitors(
      String node,
      FencingSettings settings,
      DeviceCalls calls,
      Consumer<? super ClusterEvent> events,
      Consumer<? super Input> mailbox) {
    this.node = node;
    this.calls = calls;
    this.events = events;
    this.mailbox = mailbox;
    settings
        .definition()
        .devices()
        .forEach(
            (id, definition) -> {
              FencingDevice device = settings.devices().get(id);
              if (device != null) {
                devices.put(id, new Monitored(definition, device));
              }
            });
  }

  /** Begins: asks each device now, and again an interval after each answer. */
  void begin() {
    for (Monitored monitored : devices.values()) {
      if (!monitored.definition.monitorInterval().isZero()) {
        calls.after(Duration.ZERO, () -> ask(monitored));
      }
    }
  }

  /** A device is about to be used. */
  void used(String id) {
    DeviceCalls.Call monitor = null;
    lock.lock();
    try {
      Monitored monitored = devices.get(id);
      if (monitored != null) {
        monitored.uses++;
        monitor = monitored.monitor;
      }
    } finally {
      lock.unlock();
    }
    if (monitor != null) {
      monitor.giveUp("the device was needed");
    }
  }

  /** A device is used no more. */
  void free(String id) {
    lock.lock();
    try {
      Monitored monitored = devices.get(id);
      if (monitored != null) {
        monitored.uses--;
      }
    } finally {
      lock.unlock();
    }
  }

  private void ask(Monitored monitored) {
    String id = monitored.definition.id();
    Duration own = monitored.definition.timeout();
    Duration timeout = own.isZero() ? DEFAULT_TIMEOUT : own;
    lock.lock();
    try {
      if (monitored.uses > 0) {
        askLater(monitored);
      } else {
        monitored.monitor =
            calls.call(
                id + " monitor",
                () -> monitored.device.monitor(timeout),
                timeout,
                result -> heard(monitored, result));
      }
    } finally {
      lock.unlock();
    }
  }

  private void askLater(Monitored monitored) {
    calls.after(monitored.definition.monitorInterval(), () -> ask(monitored));
  }

  private void heard(Monitored monitored, FencingResult result) {
    boolean changed;
    lock.lock();
    try {
      monitored.monitor = null;
      // While it is used, what a monitor says may come from having been interrupted.
      changed = monitored.uses == 0 && monitored.usable != result.isSuccess();
      monitored.usable ^= changed;
      askLater(monitored);
    } finally {
      lock.unlock();
    }
    if (changed) {
      String id = monitored.definition.id();
      String problem = result.isSuccess() ? "" : describe(result);
      String reason = result.isSuccess() ? "it works again" : problem;
      events.accept(new ClusterEvent.FencingDeviceChanged(node, id, result.isSuccess(), reason));
      mailbox.accept(new Input.DeviceChanged(id, problem));
    }
  }

  private static String describe(FencingResult result) {
    return result.detail().isEmpty() ? "its monitor failed" : result.detail();
  }
}
