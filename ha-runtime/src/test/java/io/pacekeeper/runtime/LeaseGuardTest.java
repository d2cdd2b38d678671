package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.runtime.companion.OuterGuard;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LeaseGuardTest {
  private final HandClock clock = new HandClock();
  private final BlockingQueue<Integer> halts = new LinkedBlockingQueue<>();
  private final LeaseGuard guard =
      new LeaseGuard("shop", clock, halts::add, Duration.ofMillis(200));

  @AfterEach
  void close() {
    guard.close();
  }

  @Test
  void itHaltsWhenTheDeadlinePassesWhileArmed() throws Exception {
    guard.set(new Effect.Guard(clock.in(100), clock.in(200), true, "i1"));
    assertThat(guard.isOver()).isFalse();

    clock.advanceMillis(200);

    assertThat(halts.poll(10, TimeUnit.SECONDS)).isEqualTo(Guard.HALT_STATUS);
  }

  @Test
  void itDoesNotHaltBeforeTheDeadline() {
    guard.set(new Effect.Guard(clock.in(100), clock.in(200), true, "i1"));

    clock.advanceMillis(199);

    await().during(Duration.ofMillis(300)).until(halts::isEmpty);
  }

  @Test
  void itDoesNotHaltWhenNothingIsActive() {
    guard.set(new Effect.Guard(clock.in(100), clock.in(200), false, "i1"));

    clock.advanceMillis(10_000);

    await().during(Duration.ofMillis(300)).until(halts::isEmpty);
    assertThat(guard.isOver()).isFalse();
  }

  @Test
  void aRenewalMovesTheDeadline() {
    guard.set(new Effect.Guard(clock.in(100), clock.in(200), true, "i1"));
    guard.set(new Effect.Guard(clock.in(1_100), clock.in(1_200), true, "i1"));

    clock.advanceMillis(1_000);

    await().during(Duration.ofMillis(300)).until(halts::isEmpty);
    assertThat(guard.remainingNanos()).isEqualTo(Duration.ofMillis(200).toNanos());
  }

  @Test
  void aRenewalThatIsHeardOfWhenTheDeadlineHasPassedDoesNotMoveIt() throws Exception {
    guard.set(new Effect.Guard(clock.in(100), clock.in(200), true, "i1"));

    clock.advanceMillis(200);
    guard.set(new Effect.Guard(clock.in(1_100), clock.in(1_200), true, "i1"));

    assertThat(guard.isOver()).isTrue();
    assertThat(guard.mayBegin()).isFalse();
    assertThat(halts.poll(10, TimeUnit.SECONDS)).isEqualTo(Guard.HALT_STATUS);
  }

  @Test
  void beforeTheFirstDeadlinesNothingMayBegin() {
    assertThat(guard.mayBegin()).isFalse();
    assertThat(guard.remainingNanos()).isZero();
  }

  @Test
  void afterTheBeginningsEndNothingMayBegin() {
    guard.set(new Effect.Guard(clock.in(100), clock.in(200), true, "i1"));
    assertThat(guard.mayBegin()).isTrue();

    clock.advanceMillis(100);

    assertThat(guard.mayBegin()).isFalse();
    assertThat(guard.isOver()).isFalse();
  }

  @Test
  void itHaltsWhenAskedThoughNothingIsArmedAndNothingBeginsFromThenOn() throws Exception {
    guard.set(new Effect.Guard(clock.in(100), clock.in(200), false, "i1"));

    guard.halt("a stop failed");

    assertThat(guard.isOver()).isTrue();
    assertThat(guard.mayBegin()).isFalse();
    assertThat(halts.poll(10, TimeUnit.SECONDS)).isEqualTo(Guard.HALT_STATUS);
  }

  @Test
  void itHaltsWhenAskedThoughItWasClosed() throws Exception {
    guard.close();
    await().until(() -> guardThreads() == 0);

    guard.halt("a stop failed");

    assertThat(halts.poll(10, TimeUnit.SECONDS)).isEqualTo(Guard.HALT_STATUS);
  }

  @Test
  void aLoggerThatBlocksDoesNotHoldUpTheHalt() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    BlockingAppender appender = new BlockingAppender(never);
    appender.start();
    Logger logger = (Logger) LoggerFactory.getLogger(LeaseGuard.class);
    logger.addAppender(appender);
    try {
      guard.halt("a stop failed");

      assertThat(halts.poll(10, TimeUnit.SECONDS)).isEqualTo(Guard.HALT_STATUS);
      assertThat(appender.entered.getCount()).isZero();
    } finally {
      never.countDown();
      logger.detachAppender(appender);
    }
  }

  @Test
  void theGuardOutsideHearsEveryDeadlineAndHasItsTurnAfterThisOne() {
    RecordingOuterGuard outer = new RecordingOuterGuard();
    try (LeaseGuard both =
        new LeaseGuard("shop", clock, halts::add, Duration.ofMillis(200), outer, false)) {
      both.set(new Effect.Guard(clock.in(100), clock.in(300), true, "i1"));
      both.set(new Effect.Guard(clock.in(100), clock.in(900), false, null));
    }

    assertThat(outer.watched)
        .containsExactly(
            new OuterGuard.Watched("i1", clock.in(500), true),
            new OuterGuard.Watched(null, clock.in(1_100), false));
  }

  /** A halt that hangs is no excuse. */
  @Test
  void whatIsToBeHaltedIsKilledFromOutsideAsWell() {
    RecordingOuterGuard outer = new RecordingOuterGuard();
    try (LeaseGuard both =
        new LeaseGuard("shop", clock, status -> {}, Duration.ofMillis(200), outer, false)) {
      both.halt("a stop failed");
    }

    assertThat(outer.kills).containsExactly("a stop failed");
    assertThat(outer.killAtNanos - System.nanoTime())
        .isLessThanOrEqualTo(Duration.ofMillis(200).toNanos());
  }

  @Test
  void aClockThatFailsHalts() throws Exception {
    LeaseGuard broken =
        new LeaseGuard(
            "broken",
            () -> {
              throw new IllegalStateException("no clock");
            },
            halts::add,
            Duration.ofMillis(200));

    assertThat(halts.poll(10, TimeUnit.SECONDS)).isEqualTo(Guard.HALT_STATUS);
    broken.close();
  }

  private static long guardThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("ha-shop-guard"))
        .count();
  }

  private static final class BlockingAppender extends AppenderBase<ILoggingEvent> {
    private final CountDownLatch released;
    private final CountDownLatch entered = new CountDownLatch(1);

    BlockingAppender(CountDownLatch released) {
      this.released = released;
    }

    @Override
    protected void append(ILoggingEvent event) {
      entered.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
