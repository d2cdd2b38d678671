package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OperationThreadsTest {
  private static final int LIMIT = 32;

  private final OperationThreads threads =
      new OperationThreads("shop", LIMIT, Duration.ofSeconds(10));

  @AfterEach
  void close() {
    threads.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void asManyAsTheLimitThatWaitForEachOtherAllRun() throws Exception {
    for (int round = 0; round < 3; round++) {
      CountDownLatch met = new CountDownLatch(LIMIT);
      CountDownLatch done = new CountDownLatch(LIMIT);
      for (int i = 0; i < LIMIT; i++) {
        threads.execute(
            () -> {
              met.countDown();
              await(met);
              done.countDown();
            });
      }
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aThousandShortActionsDoNotNeedAThreadEach() throws Exception {
    Set<Thread> used = ConcurrentHashMap.newKeySet();
    CountDownLatch done = new CountDownLatch(1000);
    CountDownLatch all = new CountDownLatch(1);
    threads.execute(
        () -> {
          for (int i = 0; i < 1000; i++) {
            threads.execute(
                () -> {
                  used.add(Thread.currentThread());
                  done.countDown();
                });
          }
          all.countDown();
        });
    await(all);
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(used).hasSizeLessThan(LIMIT);
  }

  @Test
  void aCheckIsDoneByAThread() throws Exception {
    CompletableFuture<Boolean> checked = new CompletableFuture<>();
    threads.check(() -> checked.complete(threads.isCurrent()));
    assertThat(checked.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aCheckIsDoneBeforeWhatWaits() {
    List<Thread> made = new ArrayList<>();
    List<String> done = new CopyOnWriteArrayList<>();
    CountDownLatch all = new CountDownLatch(2);
    try (OperationThreads slow =
        new OperationThreads("shop", LIMIT, Duration.ofSeconds(10), made::add)) {
      slow.execute(() -> note(done, "action", all));
      slow.check(() -> note(done, "check", all));
      assertThat(made).hasSize(1);
      assertThat(done).isEmpty();
      made.get(0).start();
      await(all);
      assertThat(done).containsExactly("check", "action");
    }
  }

  private static void note(List<String> done, String what, CountDownLatch latch) {
    done.add(what);
    latch.countDown();
  }

  @Test
  void aCheckWaitsForNoneOfTheActionsThatHoldEveryThread() {
    CountDownLatch begun = new CountDownLatch(LIMIT);
    CountDownLatch held = new CountDownLatch(1);
    for (int i = 0; i < LIMIT; i++) {
      threads.execute(
          () -> {
            begun.countDown();
            await(held);
          });
    }
    await(begun);
    CountDownLatch checked = new CountDownLatch(1);
    threads.check(checked::countDown);
    await(checked);
    held.countDown();
  }

  @Test
  void aCheckIsNotDoneUntilAThreadCanBeMade() {
    AtomicBoolean full = new AtomicBoolean(true);
    CountDownLatch checked = new CountDownLatch(1);
    try (OperationThreads few =
        new OperationThreads(
            "shop",
            LIMIT,
            Duration.ofSeconds(10),
            thread -> {
              if (full.get()) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              thread.start();
            })) {
      few.check(checked::countDown);
      few.check(checked::countDown);
      assertThat(checked.getCount()).isEqualTo(1);
      full.set(false);
      few.check(checked::countDown);
      await(checked);
    }
  }

  @Test
  void whatWasGivenBeforeTheEndIsDone() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(2 * LIMIT);
    for (int i = 0; i < 2 * LIMIT; i++) {
      threads.execute(
          () -> {
            await(held);
            done.countDown();
          });
    }
    threads.close();
    held.countDown();
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
