package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.api.fencing.FencingDefinition;
import io.pacekeeper.api.fencing.FencingDevice;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.api.fencing.FencingTarget;
import io.pacekeeper.api.fencing.PowerState;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.fencing.FencingCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadedFencerTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final DeviceCalls calls = new DeviceCalls("shop", 4, Duration.ofMillis(100));
  private final BlockingQueue<Input> mailbox = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
  private final BlockingQueue<ClusterEvent> events = new LinkedBlockingQueue<>();
  private final AtomicBoolean mayBegin = new AtomicBoolean(true);

  @AfterEach
  void close() {
    calls.close();
  }

  private static FencingCall call(FencingAction action, Duration timeout) {
    return new FencingCall(1, "ipmi", action, "node1", "i1", "plug 7", timeout);
  }

  private static FencingSettings settings(FencingDevice device, Duration monitorInterval) {
    FencingDeviceDefinition definition =
        FencingDeviceDefinition.builder("ipmi").monitorInterval(monitorInterval).build();
    return new FencingSettings(
        FencingDefinition.of(List.of(definition), List.of()), Map.of("ipmi", device), 4);
  }

  private DeviceMonitors monitors(FencingSettings settings) {
    return new DeviceMonitors("node9", settings, calls, events::add, mailbox::add);
  }

  private ThreadedFencer fencer(FencingDevice device) {
    FencingSettings settings = settings(device, Duration.ZERO);
    return new ThreadedFencer(settings.devices(), calls, monitors(settings), mayBegin::get);
  }

  private FencingResult answer(FencingCall call) throws InterruptedException {
    Input input = mailbox.poll(20, TimeUnit.SECONDS);
    assertThat(input)
        .isInstanceOfSatisfying(
            Input.Fenced.class, fenced -> assertThat(fenced.call()).isEqualTo(call));
    return ((Input.Fenced) input).result();
  }

  /** A device that says what it was asked. */
  private final class Recorder implements FencingDevice {
    @Override
    public FencingResult off(FencingTarget target) {
      return heard("off " + target.node() + " " + target.port());
    }

    @Override
    public FencingResult reboot(FencingTarget target) {
      return heard("reboot " + target.node() + " " + target.port());
    }

    @Override
    public FencingResult on(FencingTarget target) {
      return heard("on " + target.node() + " " + target.port());
    }

    @Override
    public PowerState status(FencingTarget target) {
      heard("status " + target.node() + " " + target.port());
      return PowerState.OFF;
    }

    @Override
    public FencingResult monitor(Duration timeout) {
      return heard("monitor " + timeout);
    }

    private FencingResult heard(String what) {
      log.add(what);
      return FencingResult.succeeded(what);
    }
  }

  @Test
  void eachActionReachesTheDeviceWithTheHostsPort() throws Exception {
    ThreadedFencer fencer = fencer(new Recorder());
    for (FencingAction action : FencingAction.values()) {
      FencingCall call = call(action, LONG);
      fencer.fence(call, mailbox::add);
      assertThat(answer(call).isSuccess()).isTrue();
    }
    assertThat(log)
        .containsExactly(
            "off node1 plug 7",
            "reboot node1 plug 7",
            "on node1 plug 7",
            "status node1 plug 7",
            "monitor PT1M");
  }

  @Test
  void aStatusThatTheDeviceCannotTellIsUnknown() throws Exception {
    ThreadedFencer fencer = fencer(target -> FencingResult.succeeded());
    FencingCall call = call(FencingAction.STATUS, LONG);
    fencer.fence(call, mailbox::add);
    assertThat(answer(call)).isEqualTo(FencingResult.unknown("the device cannot tell"));
  }

  @Test
  void aDeviceThatThereIsNoCodeForHasFailed() throws Exception {
    FencingCall call = new FencingCall(1, "pdu", FencingAction.OFF, "node1", "i1", "node1", LONG);
    fencer(new Recorder()).fence(call, mailbox::add);
    assertThat(answer(call)).isEqualTo(FencingResult.failed("this node has no code for it"));
  }

  @Test
  void nobodyIsSwitchedOffByANodeWhoseLeaseDoesNotAllowIt() throws Exception {
    mayBegin.set(false);
    FencingCall call = call(FencingAction.OFF, LONG);
    fencer(new Recorder()).fence(call, mailbox::add);
    assertThat(answer(call))
        .isEqualTo(FencingResult.failed("this node's lease does not allow it any more"));
    assertThat(log).isEmpty();
  }

  @Test
  void aDeviceThatHangsIsUnknownWhenItsTimeIsOver() throws Exception {
    FencingCall call = call(FencingAction.OFF, Duration.ofMillis(50));
    CountDownLatch never = new CountDownLatch(1);
    fencer(
            target -> {
              never.await();
              return FencingResult.succeeded();
            })
        .fence(call, mailbox::add);
    assertThat(answer(call)).isEqualTo(FencingResult.unknown("it timed out after 50 ms"));
  }

  @Test
  void aDeviceThatReturnsNothingHasFailed() throws Exception {
    @SuppressWarnings("NullAway") // A device that breaks its contract.
    FencingDevice broken = target -> null;
    FencingCall call = call(FencingAction.OFF, LONG);
    fencer(broken).fence(call, mailbox::add);
    assertThat(answer(call).detail()).endsWith("the device returned no result");
  }

  @Test
  void anInterruptReachesTheDeviceAndTheCallIsAnswered() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    FencingCall call = call(FencingAction.OFF, LONG);
    ThreadedFencer fencer =
        fencer(
            target -> {
              began.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                log.add("interrupted");
                throw e;
              }
              return FencingResult.succeeded();
            });
    fencer.fence(call, mailbox::add);
    began.await();
    fencer.interrupt(call);
    assertThat(answer(call)).isEqualTo(FencingResult.unknown("it was interrupted"));
    assertThat(log.poll(20, TimeUnit.SECONDS)).isEqualTo("interrupted");
    fencer.interrupt(call);
    assertThat(mailbox.poll(50, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void aDeviceThatStopsWorkingIsToldOnceAndAgainWhenItWorks() throws Exception {
    AtomicBoolean works = new AtomicBoolean(true);
    AtomicInteger asked = new AtomicInteger();
    FencingDevice device =
        new FencingDevice() {
          @Override
          public FencingResult off(FencingTarget target) {
            return FencingResult.succeeded();
          }

          @Override
          public FencingResult monitor(Duration timeout) {
            asked.incrementAndGet();
            return works.get() ? FencingResult.succeeded() : FencingResult.failed("no route");
          }
        };
    monitors(settings(device, Duration.ofMillis(100))).begin();
    await().until(() -> asked.get() >= 2);
    assertThat(events).isEmpty();
    works.set(false);
    assertThat(events.poll(20, TimeUnit.SECONDS))
        .isEqualTo(new ClusterEvent.FencingDeviceChanged("node9", "ipmi", false, "no route"));
    assertThat(mailbox.poll(20, TimeUnit.SECONDS))
        .isEqualTo(new Input.DeviceChanged("ipmi", "no route"));
    int then = asked.get();
    await().until(() -> asked.get() >= then + 2);
    assertThat(events).as("told once").isEmpty();
    assertThat(mailbox).as("told once").isEmpty();
    works.set(true);
    assertThat(events.poll(20, TimeUnit.SECONDS))
        .isEqualTo(new ClusterEvent.FencingDeviceChanged("node9", "ipmi", true, "it works again"));
    assertThat(mailbox.poll(20, TimeUnit.SECONDS)).isEqualTo(new Input.DeviceChanged("ipmi", ""));
  }

  @Test
  void aMonitorIsNeverInTheWayOfFencing() throws Exception {
    CountDownLatch monitoring = new CountDownLatch(1);
    CountDownLatch used = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    FencingDevice device =
        new FencingDevice() {
          @Override
          public FencingResult off(FencingTarget target) throws InterruptedException {
            used.await();
            return FencingResult.succeeded();
          }

          @Override
          public FencingResult monitor(Duration timeout) throws InterruptedException {
            asked.incrementAndGet();
            monitoring.countDown();
            new CountDownLatch(1).await();
            return FencingResult.succeeded();
          }
        };
    FencingSettings settings = settings(device, Duration.ofMillis(100));
    DeviceMonitors monitors = monitors(settings);
    ThreadedFencer fencer = new ThreadedFencer(settings.devices(), calls, monitors, mayBegin::get);
    monitors.begin();
    monitoring.await();

    FencingCall call = call(FencingAction.OFF, LONG);
    fencer.fence(call, mailbox::add);
    assertThat(mailbox.poll(400, TimeUnit.MILLISECONDS)).as("it is used").isNull();
    assertThat(asked.get()).as("monitors of a device that is used").isEqualTo(1);
    used.countDown();
    assertThat(answer(call).isSuccess()).isTrue();
    await().until(() -> asked.get() == 2);
    assertThat(events).as("what was interrupted says nothing").isEmpty();
  }
}
