package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.api.fencing.FencingResult.Outcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceCallsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final DeviceCalls calls = new DeviceCalls("shop", 2, Duration.ofMillis(100));
  private final BlockingQueue<FencingResult> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void releaseWhatHangs() {
    release.countDown();
    calls.close();
  }

  private DeviceCalls.Call call(DeviceCalls.Body body, Duration timeout) {
    return calls.call("the device", body, timeout, answers::add);
  }

  /** Hangs until the test is over, whoever interrupts it. */
  private FencingResult hangOn() {
    log.add("hangs");
    boolean interrupted = false;
    while (true) {
      try {
        release.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        log.add("interrupted");
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return FencingResult.succeeded("too late");
  }

  private FencingResult answer() throws InterruptedException {
    FencingResult answer = answers.poll(20, TimeUnit.SECONDS);
    assertThat(answer).as("an answer").isNotNull();
    return answer;
  }

  private String logged() throws InterruptedException {
    return String.valueOf(log.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void whatTheDeviceSaysIsTheAnswer() throws Exception {
    call(() -> FencingResult.succeeded("done"), LONG);
    assertThat(answer()).isEqualTo(FencingResult.succeeded("done"));
    call(() -> FencingResult.failed("no"), LONG);
    assertThat(answer()).isEqualTo(FencingResult.failed("no"));
  }

  @Test
  void whatTheDeviceThrowsIsItsFailure() throws Exception {
    call(
        () -> {
          throw new IllegalStateException("no\nroute");
        },
        LONG);
    assertThat(answer())
        .isEqualTo(FencingResult.failed("java.lang.IllegalStateException: no route"));
    call(
        () -> {
          throw new AssertionError("an error, too");
        },
        LONG);
    assertThat(answer().outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void whatDoesNotReturnInTimeIsUnknownAndInterruptedAndItsLateWordIsNothing() throws Exception {
    call(this::hangOn, SHORT);
    assertThat(answer()).isEqualTo(FencingResult.unknown("it timed out after 50 ms"));
    assertThat(logged()).isEqualTo("hangs");
    assertThat(logged()).isEqualTo("interrupted");
    release.countDown();
    call(() -> FencingResult.succeeded("the next"), LONG);
    assertThat(answer().detail()).isEqualTo("the next");
    assertThat(answers.poll(200, TimeUnit.MILLISECONDS)).as("another answer").isNull();
  }

  @Test
  void anInterruptDoesNotReachTheNextCallOnTheThread() throws Exception {
    Set<String> threads = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      call(
          () -> {
            boolean interrupted = Thread.currentThread().isInterrupted();
            Thread.currentThread().interrupt();
            return interrupted
                ? FencingResult.failed("interrupted")
                : FencingResult.succeeded(Thread.currentThread().getName());
          },
          LONG);
      FencingResult answer = answer();
      assertThat(answer.outcome()).isEqualTo(Outcome.SUCCEEDED);
      threads.add(answer.detail());
    }
    assertThat(threads).as("threads that were used again").hasSizeLessThan(100);
  }

  @Test
  void noMoreThanTheLimitIsCalledAtOnceAndTheRestWaits() throws Exception {
    CountDownLatch two = new CountDownLatch(1);
    for (int i = 0; i < 2; i++) {
      call(
          () -> {
            log.add("began");
            two.await();
            return FencingResult.succeeded();
          },
          LONG);
    }
    call(
        () -> {
          log.add("third");
          return FencingResult.succeeded();
        },
        LONG);
    assertThat(logged()).isEqualTo("began");
    assertThat(logged()).isEqualTo("began");
    assertThat(log.poll(100, TimeUnit.MILLISECONDS)).isNull();
    two.countDown();
    assertThat(logged()).isEqualTo("third");
  }

  @Test
  void whatNeverBeganTimesOutAllTheSameAndSaysSo() throws Exception {
    for (int i = 0; i < 2; i++) {
      call(this::hangOn, LONG);
    }
    call(() -> FencingResult.succeeded(), SHORT);
    assertThat(answer())
        .isEqualTo(
            FencingResult.unknown(
                "it timed out after 50 ms, and never began, as every fencing thread was busy"));
  }

  @Test
  void whatHangsKeepsNobodyWaitingButThereIsNoMoreOfItThanTheLimit() throws Exception {
    for (int i = 0; i < 2; i++) {
      call(this::hangOn, SHORT);
      assertThat(answer().outcome()).isEqualTo(Outcome.UNKNOWN);
      if (i == 0) {
        call(() -> FencingResult.succeeded("in between"), LONG);
        assertThat(answer().detail()).isEqualTo("in between");
      }
    }
    call(() -> FencingResult.succeeded("never"), LONG);
    assertThat(answer())
        .isEqualTo(
            FencingResult.failed("2 calls have not returned, as many as fencingThreads allows"));
  }

  @Test
  void whatWasGivenUpIsAnsweredOnce() throws Exception {
    DeviceCalls.Call call = call(this::hangOn, LONG);
    assertThat(logged()).isEqualTo("hangs");
    call.giveUp("nobody waits for it");
    call.giveUp("twice");
    assertThat(answer()).isEqualTo(FencingResult.unknown("nobody waits for it"));
    assertThat(call.isAnswered()).isTrue();
    release.countDown();
    assertThat(answers.poll(100, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void closingInterruptsWhatHangsAndBeginsNothingMore() throws Exception {
    call(this::hangOn, LONG);
    assertThat(logged()).isEqualTo("hangs");
    calls.close();
    assertThat(logged()).isEqualTo("interrupted");
    call(
        () -> {
          log.add("began");
          return FencingResult.succeeded();
        },
        LONG);
    assertThat(log.poll(100, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void itsThreadsKnowThatTheyAre() throws Exception {
    call(() -> FencingResult.succeeded(String.valueOf(calls.isCurrent())), LONG);
    assertThat(answer().detail()).isEqualTo("true");
    assertThat(calls.isCurrent()).isFalse();
  }

  @Test
  void threadsThatHaveNothingToDoEnd() throws Exception {
    call(() -> FencingResult.succeeded(), LONG);
    answer();
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("ha-shop-fencing")));
  }
}
