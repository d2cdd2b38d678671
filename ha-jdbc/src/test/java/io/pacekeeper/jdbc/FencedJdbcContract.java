package io.pacekeeper.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database has to show: who may write, who is refused, and what becomes of the rest. */
abstract class FencedJdbcContract {
  private static final String RESOURCE = "ledger";

  final FencedJdbc older = FencedJdbc.of(RESOURCE, 1);
  final FencedJdbc newer = FencedJdbc.of(RESOURCE, 2);
  Connection connection;

  abstract Database database();

  @BeforeEach
  void connect() throws SQLException {
    database()
        .prepare(FencedJdbc.ddl(), "create table entry (place bigint primary key, writer bigint)");
    connection = database().connect();
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void theFirstWriteIsDoneAndItsTokenStored() throws SQLException {
    older.run(connection, write(1));

    assertThat(entries()).containsExactly(1L);
    assertThat(token(RESOURCE)).containsExactly(1L);
  }

  @Test
  void anActivationWritesAsOftenAsItLikes() throws SQLException {
    older.run(connection, write(1));
    older.run(connection, write(1));

    assertThat(entries()).containsExactly(1L, 1L);
  }

  @Test
  void anOlderActivationIsRefusedAndItsWorkIsNotBegun() throws SQLException {
    newer.run(connection, write(2));

    assertThatExceptionOfType(StaleTokenException.class)
        .isThrownBy(
            () ->
                older.run(
                    connection,
                    same -> {
                      throw new AssertionError("the work was begun");
                    }))
        .withMessage("ledger may not write with token 1: token 2 is in pacekeeper_fencing")
        .returns("ledger", StaleTokenException::resource)
        .returns(1L, StaleTokenException::fencingToken)
        .returns(2L, StaleTokenException::newerToken);

    assertThat(entries()).containsExactly(2L);
    assertThat(token(RESOURCE)).containsExactly(2L);
  }

  @Test
  void aTokenAsLargeAsTheyGetIsComparedAsANumber() throws SQLException {
    FencedJdbc largest = FencedJdbc.of(RESOURCE, Long.MAX_VALUE);
    FencedJdbc.of(RESOURCE, 9).claim(connection);
    FencedJdbc.of(RESOURCE, 10).claim(connection);
    largest.claim(connection);

    assertThatThrownBy(() -> FencedJdbc.of(RESOURCE, Long.MAX_VALUE - 1).claim(connection))
        .isInstanceOf(StaleTokenException.class);
    assertThat(token(RESOURCE)).containsExactly(Long.MAX_VALUE);
  }

  @Test
  void whatTheWorkReturnsIsReturnedWhenItIsCommitted() throws SQLException {
    String done = older.call(connection, same -> "done");
    String nothing = older.call(connection, same -> null);

    assertThat(done).isEqualTo("done");
    assertThat(nothing).isNull();
  }

  @Test
  void aClaimHasOlderActivationsRefusedBeforeAnythingIsWritten() throws SQLException {
    older.run(connection, write(1));
    newer.claim(connection);

    assertThatThrownBy(() -> older.run(connection, write(1)))
        .isInstanceOf(StaleTokenException.class);
    assertThat(entries()).containsExactly(1L);
  }

  @Test
  void workThatFailsIsRolledBackAndItsRaiseWithIt() throws SQLException {
    older.claim(connection);

    assertThatThrownBy(
            () ->
                newer.run(
                    connection,
                    same -> {
                      insert(same, 2);
                      throw new SQLException("the work failed");
                    }))
        .hasMessage("the work failed")
        .hasNoSuppressedExceptions();

    assertThat(entries()).isEmpty();
    assertThat(token(RESOURCE)).containsExactly(1L);
    older.run(connection, write(1));
    assertThat(entries()).containsExactly(1L);
  }

  @Test
  void aFirstWriteThatFailsLeavesNoRow() throws SQLException {
    assertThatThrownBy(
            () ->
                newer.run(
                    connection,
                    same -> {
                      throw new IllegalArgumentException("the work failed");
                    }))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(token(RESOURCE)).isEmpty();
  }

  @Test
  void theConnectionCommitsByItselfAgainWhateverHappened() throws SQLException {
    newer.run(connection, write(2));
    assertThat(connection.getAutoCommit()).isTrue();

    assertThatThrownBy(() -> older.run(connection, write(1)))
        .isInstanceOf(StaleTokenException.class);
    assertThat(connection.getAutoCommit()).isTrue();

    assertThatThrownBy(() -> newer.run(connection, same -> Database.execute(same, "nonsense")))
        .isInstanceOf(SQLException.class);
    assertThat(connection.getAutoCommit()).isTrue();
  }

  @Test
  void resourcesDoNotDisturbEachOther() throws SQLException {
    newer.claim(connection);

    FencedJdbc.of("ledger2", 1).run(connection, write(1));

    assertThat(entries()).containsExactly(1L);
    assertThat(token("ledger")).containsExactly(2L);
    assertThat(token("ledger2")).containsExactly(1L);
  }

  @Test
  void aResourceMayBeCalledAnything() throws SQLException {
    String odd = "a cluster's/ledger; \u00e4\u00f6\u00fc" + "x".repeat(220);
    FencedJdbc.of(odd, 2).claim(connection);

    assertThat(token(odd)).containsExactly(2L);
    assertThatThrownBy(() -> FencedJdbc.of(odd, 1).claim(connection))
        .isInstanceOf(StaleTokenException.class)
        .hasMessageStartingWith(odd);
  }

  @Test
  void aCheckHoldsUntilTheTransactionOfTheApplicationEnds() throws SQLException {
    connection.setAutoCommit(false);
    newer.check(connection);
    insert(connection, 2);
    connection.rollback();
    assertThat(token(RESOURCE)).isEmpty();

    newer.check(connection);
    insert(connection, 2);
    connection.commit();

    assertThat(connection.getAutoCommit()).isFalse();
    assertThat(entries()).containsExactly(2L);
    assertThat(token(RESOURCE)).containsExactly(2L);
  }

  @Test
  void aRefusedCheckRollsBackWhatTheTransactionDidBefore() throws SQLException {
    newer.claim(connection);
    connection.setAutoCommit(false);
    insert(connection, 1);

    assertThatThrownBy(() -> older.check(connection)).isInstanceOf(StaleTokenException.class);
    connection.commit();

    assertThat(entries()).isEmpty();
  }

  @Test
  void eachWayIsForOneKindOfTransaction() throws SQLException {
    assertThatIllegalStateException()
        .isThrownBy(() -> older.check(connection))
        .withMessageEndingWith("use run");
    connection.setAutoCommit(false);
    assertThatIllegalStateException()
        .isThrownBy(() -> older.run(connection, write(1)))
        .withMessageEndingWith("use check");
    assertThat(token(RESOURCE)).isEmpty();
  }

  @Test
  void runInsideOfRunIsRefused() throws SQLException {
    assertThatIllegalStateException()
        .isThrownBy(() -> older.run(connection, same -> older.run(same, write(1))));
    assertThat(entries()).isEmpty();
  }

  @Test
  void theTableMayHaveAnotherName() throws SQLException {
    Database.execute(connection, "drop table if exists tokens_of_shop");
    Database.execute(connection, FencedJdbc.ddl("public.tokens_of_shop"));
    newer.claim(connection);

    FencedJdbc elsewhere = FencedJdbc.builder(RESOURCE, 1).table("public.tokens_of_shop").build();
    elsewhere.run(connection, write(1));

    assertThat(entries()).containsExactly(1L);
    assertThat(Database.longs(connection, "select token from tokens_of_shop")).containsExactly(1L);
  }

  @Test
  void aMissingTableIsNamedWithTheStatementThatMakesIt() {
    FencedJdbc lost = FencedJdbc.builder(RESOURCE, 1).table("no_such_table").build();

    assertThatExceptionOfType(SQLSyntaxErrorException.class)
        .isThrownBy(() -> lost.run(connection, write(1)))
        .withMessageContaining("the table no_such_table cannot be used")
        .withMessageContaining(FencedJdbc.ddl("no_such_table"));
  }

  @Test
  void waitingForAnotherTransactionHasALimit() throws SQLException {
    Duration limit = Duration.ofSeconds(1);
    FencedJdbc impatient = FencedJdbc.builder(RESOURCE, 2).queryTimeout(limit).build();
    database().limitWaiting(connection, limit);
    older.claim(connection);
    try (Connection holder = database().connect()) {
      holder.setAutoCommit(false);
      older.check(holder);
      long begun = System.nanoTime();

      assertThatThrownBy(() -> impatient.claim(connection))
          .isInstanceOf(SQLException.class)
          .isNotInstanceOf(StaleTokenException.class);

      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
      assertThat(connection.getAutoCommit()).isTrue();
      holder.rollback();
    }
    impatient.claim(connection);
    assertThat(token(RESOURCE)).containsExactly(2L);
  }

  @Test
  void tokensOfWhatIsCommittedNeverGoBackHoweverManyWrite() throws Exception {
    int writers = 6;
    int writes = 20;
    AtomicLong newest = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Future<Integer>> committing = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        committing.add(threads.submit(() -> writeWithNewTokens(newest, writes)));
      }
      int committed = 0;
      for (Future<Integer> writer : committing) {
        committed += writer.get(60, TimeUnit.SECONDS);
      }
      assertThat(entries()).hasSize(committed).isSorted().endsWith((long) writers * writes);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Returns how many of them were committed; the others were refused. */
  private int writeWithNewTokens(AtomicLong newest, int writes) throws SQLException {
    int committed = 0;
    try (Connection own = database().connect()) {
      for (int i = 0; i < writes; i++) {
        long token = newest.incrementAndGet();
        try {
          FencedJdbc.of(RESOURCE, token).run(own, write(token));
          committed++;
        } catch (StaleTokenException e) {
          assertThat(e.newerToken()).isGreaterThan(token);
        }
      }
    }
    return committed;
  }

  private FencedJdbc.Work write(long token) {
    return same -> insert(same, token);
  }

  private static void insert(Connection connection, long token) throws SQLException {
    Database.execute(
        connection,
        "insert into entry select coalesce(max(place), 0) + 1, " + token + " from entry");
  }

  private List<Long> entries() throws SQLException {
    try (Connection reader = database().connect()) {
      return Database.longs(reader, "select writer from entry order by place");
    }
  }

  private List<Long> token(String resource) throws SQLException {
    try (Connection reader = database().connect()) {
      return Database.longs(
          reader, "select token from pacekeeper_fencing where resource = ?", resource);
    }
  }
}
