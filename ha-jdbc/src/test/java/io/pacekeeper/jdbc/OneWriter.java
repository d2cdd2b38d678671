package io.pacekeeper.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** One of two writers, in a thread and with a session of its own, which moves when it is told. */
final class OneWriter {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How its transaction ended. */
  enum Outcome {
    COMMITTED,
    REFUSED,
    TO_BE_TRIED_AGAIN
  }

  /** What it does, with {@link #pause} between two steps. */
  @FunctionalInterface
  interface Steps {
    void run(OneWriter writer, Connection connection) throws SQLException;
  }

  private final Database database;
  private final Connection connection;
  private final Connection observer;
  private final long session;
  private final Semaphore permits = new Semaphore(0);
  private final AtomicInteger done = new AtomicInteger();
  private int allowed;
  private CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  OneWriter(Database database, Connection connection, Connection observer) throws SQLException {
    this.database = database;
    this.connection = connection;
    this.observer = observer;
    this.session = database.session(connection);
  }

  /** Begins, and stays before its first step. */
  void begin(Steps steps) {
    permits.drainPermits();
    allowed = 0;
    done.set(0);
    CompletableFuture<Outcome> ending = new CompletableFuture<>();
    outcome = ending;
    Thread thread =
        new Thread(
            () -> {
              try {
                pass();
                ending.complete(outcomeOf(steps));
              } catch (Throwable e) {
                ending.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** Has it do its next step, and returns when it has, or waits for the other, or has ended. */
  void step() {
    allowed++;
    permits.release();
    Awaitility.await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(PATIENCE)
        .until(() -> done.get() >= allowed || outcome.isDone() || isWaiting());
  }

  boolean isWaiting() throws SQLException {
    return database.isWaiting(observer, session);
  }

  /** Ends a step; called by what it does. */
  void pause() {
    done.incrementAndGet();
    pass();
  }

  /** Returns how it ended, when it has. */
  Outcome outcome() throws Exception {
    return outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Does everything at once. */
  Outcome alone(Steps steps, int count) throws Exception {
    begin(steps);
    allowed = count;
    permits.release(count);
    return outcome();
  }

  private Outcome outcomeOf(Steps steps) throws SQLException {
    try {
      steps.run(this, connection);
      return Outcome.COMMITTED;
    } catch (StaleTokenException e) {
      return Outcome.REFUSED;
    } catch (SQLException e) {
      // 40001: could not be serialized. 40P01: PostgreSQL's for a deadlock.
      if ("40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState())) {
        return Outcome.TO_BE_TRIED_AGAIN;
      }
      throw e;
    }
  }

  private void pass() {
    try {
      assertThat(permits.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
