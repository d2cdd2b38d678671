package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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
