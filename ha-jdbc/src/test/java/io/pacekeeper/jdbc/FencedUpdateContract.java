package io.pacekeeper.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database has to show of updates of a row that has a token itself. */
abstract class FencedUpdateContract {
  private final FencedJdbc older = FencedJdbc.of("ledger", 1);
  private final FencedJdbc newer = FencedJdbc.of("ledger", 2);
  private Connection connection;

  abstract Database database();

  @BeforeEach
  void connect() throws SQLException {
    database()
        .prepare(
            "create table account (id varchar(20) primary key, balance bigint, fencing_token bigint)",
            "insert into account values ('alice', 100, null)",
            "insert into account values ('bob', 100, null)");
    connection = database().connect();
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void aRowWithoutATokenIsUpdatedAndGetsOne() throws SQLException {
    assertThat(withdraw(older, 30, "alice").execute(connection)).isEqualTo(1);

    assertThat(account("alice")).containsExactly("70 1");
    assertThat(account("bob")).containsExactly("100 null");
  }

  @Test
  void theSameAndNewerActivationsUpdate() throws SQLException {
    withdraw(older, 1, "alice").execute(connection);
    withdraw(older, 1, "alice").execute(connection);
    withdraw(newer, 1, "alice").execute(connection);

    assertThat(account("alice")).containsExactly("97 2");
  }

  @Test
  void anOlderActivationIsRefused() throws SQLException {
    withdraw(newer, 30, "alice").execute(connection);

    assertThatExceptionOfType(StaleTokenException.class)
        .isThrownBy(() -> withdraw(older, 30, "alice").execute(connection))
        .withMessage("ledger may not write with token 1: token 2 is in account");

    assertThat(account("alice")).containsExactly("70 2");
  }

  @Test
  void aRowThatIsNotThereIsNoRefusal() throws SQLException {
    assertThat(withdraw(older, 30, "carol").execute(connection)).isZero();
  }

  @Test
  void theConditionIsOneWholeWhateverItSays() throws SQLException {
    withdraw(newer, 30, "alice").execute(connection);

    int updated =
        older
            .update("account")
            .set("balance = 0")
            .where("id = ? or id = ?", "alice", "bob")
            .execute(connection);

    assertThat(updated).isEqualTo(1);
    assertThat(account("alice")).containsExactly("70 2");
    assertThat(account("bob")).containsExactly("0 1");
  }

  @Test
  void aValueMayBeNull() throws SQLException {
    older
        .update("account")
        .set("balance = ?", (Object) null)
        .where("id = 'bob'")
        .execute(connection);

    assertThat(account("bob")).containsExactly("null 1");
  }

  @Test
  void theColumnMayHaveAnotherName() throws SQLException {
    Database.execute(connection, "alter table account add column written_by bigint");

    withdraw(older, 30, "alice").tokenColumn("written_by").execute(connection);

    assertThat(Database.longs(connection, "select written_by from account where id = 'alice'"))
        .containsExactly(1L);
    assertThat(account("alice")).containsExactly("70 null");
  }

  @Test
  void inATransactionTheUpdateIsPartOfIt() throws SQLException {
    connection.setAutoCommit(false);
    withdraw(newer, 30, "alice").execute(connection);
    connection.rollback();

    assertThat(account("alice")).containsExactly("100 null");
  }

  @Test
  void aRefusalRollsBackWhatTheTransactionDidBefore() throws SQLException {
    withdraw(newer, 30, "alice").execute(connection);
    connection.setAutoCommit(false);
    Database.execute(connection, "update account set balance = 0 where id = 'bob'");

    assertThatThrownBy(() -> withdraw(older, 30, "alice").execute(connection))
        .isInstanceOf(StaleTokenException.class);
    connection.commit();

    assertThat(account("bob")).containsExactly("100 null");
  }

  private static FencedUpdate withdraw(FencedJdbc fenced, long amount, String id) {
    return fenced.update("account").set("balance = balance - ?", amount).where("id = ?", id);
  }

  private List<String> account(String id) throws SQLException {
    try (Connection reader = database().connect()) {
      return Database.column(
          reader,
          "select coalesce(cast(balance as varchar), 'null') || ' '"
              + " || coalesce(cast(fencing_token as varchar), 'null') from account where id = ?",
          id);
    }
  }
}
