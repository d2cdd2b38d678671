package io.pacekeeper.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.jdbc.OneWriter.Outcome;
import io.pacekeeper.jdbc.OneWriter.Steps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A zombie and its successor write at the same time, interleaved in every way there is. Each reads
 * what is there and writes that with its own token behind it, so that the text tells the whole
 * story: {@code " 1 2"} is in order, {@code " 2 1"} is a zombie that wrote behind its successor,
 * and {@code " 1"} or {@code " 2"} without a word of the other is a write that was lost.
 */
abstract class InterleavingContract {
  private static final int SUCCESSOR = 2;

  private Connection observer;
  private Connection[] connections;

  abstract Database database();

  @BeforeEach
  void connect() throws SQLException {
    database()
        .prepare(
            FencedJdbc.ddl(),
            "create table account (id bigint primary key, history varchar(99), fencing_token bigint)",
            "insert into account values (1, '', null)");
    observer = database().connect();
    connections = new Connection[] {database().connect(), database().connect()};
  }

  @AfterEach
  void disconnect() throws SQLException {
    observer.close();
    connections[0].close();
    connections[1].close();
  }

  static Stream<Arguments> isolationAndWhetherTheRowIsThere() {
    return Stream.of(
            Connection.TRANSACTION_READ_COMMITTED,
            Connection.TRANSACTION_REPEATABLE_READ,
            Connection.TRANSACTION_SERIALIZABLE)
        .flatMap(level -> Stream.of(Arguments.of(level, true), Arguments.of(level, false)));
  }

  @ParameterizedTest
  @MethodSource("isolationAndWhetherTheRowIsThere")
  void aZombiesTransactionIsWholeBeforeItsSuccessorsOrRefused(int level, boolean there)
      throws Exception {
    String before = there ? "insert into pacekeeper_fencing values ('ledger', 1)" : "select 1";
    for (String order : interleavings(4)) {
      assertInOrder(
          order, level, play(order, level, before, 4, InterleavingContract::guardedTransaction));
    }
  }

  @ParameterizedTest
  @MethodSource("isolationAndWhetherTheRowIsThere")
  void aZombiesUpdateIsBeforeItsSuccessorsOrRefused(int level, boolean hasToken) throws Exception {
    String before = hasToken ? "update account set fencing_token = 1" : "select 1";
    for (String order : interleavings(2)) {
      assertInOrder(
          order, level, play(order, level, before, 2, InterleavingContract::guardedUpdate));
    }
  }

  /** What the tests above are worth: the same, with a comparison that holds nothing. */
  @Test
  void aTokenThatIsOnlyReadLetsTheZombieWriteBehindItsSuccessor() throws Exception {
    Set<String> stories = new TreeSet<>();
    for (String order : interleavings(4)) {
      stories.add(
          play(
                  order,
                  Connection.TRANSACTION_READ_COMMITTED,
                  "select 1",
                  4,
                  InterleavingContract::tokenReadOnly)
              .story());
    }
    assertThat(stories).contains(" 1 2", " 2", " 2 1", " 1");
  }

  /**
   * How two transactions ended.
   *
   * @param story what is in the database
   */
  private record Ending(Outcome zombie, Outcome successor, String story) {}

  /** Makes what a writer does; its step is over where it pauses, and its last one is the commit. */
  private interface Script {
    Steps of(int token);
  }

  private Ending play(String order, int level, String before, int count, Script script)
      throws Exception {
    Database.execute(observer, "delete from pacekeeper_fencing");
    Database.execute(observer, "update account set history = '', fencing_token = null");
    Database.execute(observer, before);
    OneWriter[] writers = new OneWriter[2];
    for (int i = 0; i < 2; i++) {
      connections[i].setAutoCommit(true);
      connections[i].setTransactionIsolation(level);
      writers[i] = new OneWriter(database(), connections[i], observer);
      writers[i].begin(script.of(i + 1));
    }
    for (int i = 0; i < order.length(); i++) {
      writers[order.charAt(i) == 'Z' ? 0 : 1].step();
    }
    Ending ending = new Ending(writers[0].outcome(), writers[1].outcome(), story());
    if (ending.successor() == Outcome.TO_BE_TRIED_AGAIN) {
      ending = new Ending(ending.zombie(), writers[1].alone(script.of(SUCCESSOR), count), story());
    }
    return ending;
  }

  private static void assertInOrder(String order, int level, Ending ending) {
    Set<Outcome> allowed =
        level == Connection.TRANSACTION_READ_COMMITTED
            ? EnumSet.of(Outcome.COMMITTED, Outcome.REFUSED)
            : EnumSet.allOf(Outcome.class);
    assertThat(ending.zombie()).as(order).isIn(allowed);
    assertThat(ending.successor()).as(order).isEqualTo(Outcome.COMMITTED);
    assertThat(ending.story())
        .as(order)
        .isEqualTo(ending.zombie() == Outcome.COMMITTED ? " 1 2" : " 2");
    if (order.startsWith("SSSS")) {
      assertThat(ending.zombie()).as(order).isEqualTo(Outcome.REFUSED);
    }
  }

  private String story() throws SQLException {
    return Database.column(observer, "select history from account").get(0);
  }

  private static Steps guardedTransaction(int token) {
    return (writer, connection) ->
        FencedJdbc.of("ledger", token).run(connection, same -> readAndWrite(writer, same, token));
  }

  private static Steps guardedUpdate(int token) {
    return (writer, connection) -> {
      connection.setAutoCommit(false);
      try {
        FencedJdbc.of("ledger", token)
            .update("account")
            .set("history = history || ?", " " + token)
            .where("id = 1")
            .execute(connection);
        writer.pause();
        connection.commit();
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    };
  }

  private static Steps tokenReadOnly(int token) {
    return (writer, connection) -> {
      connection.setAutoCommit(false);
      try {
        long newest =
            Database.longs(connection, "select coalesce(max(fencing_token), 0) from account")
                .get(0);
        if (newest > token) {
          throw new Writer("ledger", token).refused(newest, "account");
        }
        readAndWrite(writer, connection, token);
        connection.commit();
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    };
  }

  private static void readAndWrite(OneWriter writer, Connection connection, int token)
      throws SQLException {
    writer.pause();
    String read = Database.column(connection, "select history from account").get(0);
    writer.pause();
    Database.execute(
        connection,
        "update account set history = '%s %d', fencing_token = %d".formatted(read, token, token));
    writer.pause();
  }

  /** Returns every order of so many steps of the zombie, Z, and of its successor, S. */
  private static List<String> interleavings(int steps) {
    List<String> orders = new ArrayList<>();
    interleave("", steps, steps, orders);
    return orders;
  }

  private static void interleave(String begun, int zombie, int successor, List<String> orders) {
    if (zombie + successor == 0) {
      orders.add(begun);
      return;
    }
    if (zombie > 0) {
      interleave(begun + "Z", zombie - 1, successor, orders);
    }
    if (successor > 0) {
      interleave(begun + "S", zombie, successor - 1, orders);
    }
  }
}
