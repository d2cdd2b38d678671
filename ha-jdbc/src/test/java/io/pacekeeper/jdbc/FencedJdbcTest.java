package io.pacekeeper.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.api.Activation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is the same for every database. */
class FencedJdbcTest {
  private final FencedJdbc fenced = FencedJdbc.of("ledger", 7);

  @Test
  void theStatementThatMakesTheTableIsAsDocumented() {
    assertThat(FencedJdbc.ddl())
        .isEqualTo(
            "create table pacekeeper_fencing"
                + " (resource varchar(255) not null primary key, token bigint not null)");
  }

  @Test
  void anActivationWritesUnderItsResourceAndToken() throws SQLException {
    Activation activation = answering(Map.of("resource", "ledger", "fencingToken", 7L));
    Database database = new H2Database();
    database.prepare(FencedJdbc.ddl());
    try (Connection connection = database.connect()) {
      FencedJdbc.of(activation).claim(connection);

      assertThat(Database.column(connection, "select resource || token from pacekeeper_fencing"))
          .containsExactly("ledger7");
    }
  }

  @Test
  void whatCouldNotBeRolledBackIsNotCommittedByMistake() throws SQLException {
    Database database = new H2Database();
    database.prepare(FencedJdbc.ddl(), "create table entry (writer bigint)");
    try (Connection connection = database.connect()) {
      assertThatThrownBy(
              () ->
                  fenced.run(
                      withoutRollback(connection),
                      same -> {
                        Database.execute(same, "insert into entry values (7)");
                        throw new SQLException("the work failed");
                      }))
          .hasMessage("the work failed")
          .satisfies(
              e ->
                  assertThat(e.getSuppressed()).singleElement().asString().contains("no rollback"));

      assertThat(connection.getAutoCommit()).isFalse();
      connection.rollback();
      assertThat(Database.longs(connection, "select writer from entry")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1st", "a b", "a;drop", "a.b.c.d", "a.", "a'", "\"a\""})
  void aNameThatIsNoneIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FencedJdbc.builder("ledger", 7).table(name))
        .withMessageContaining("but it is '" + name + "'");
    assertThatIllegalArgumentException().isThrownBy(() -> FencedJdbc.ddl(name));
    assertThatIllegalArgumentException().isThrownBy(() -> fenced.update(name));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fenced.update("account").tokenColumn(name));
  }

  @Test
  void aColumnHasNoDot() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fenced.update("shop.account").tokenColumn("account.token"));
  }

  @Test
  void aWriterWithoutNameOrTokenIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> FencedJdbc.of(" ", 7));
    assertThatIllegalArgumentException().isThrownBy(() -> FencedJdbc.of("x".repeat(256), 7));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FencedJdbc.of("ledger", 0))
        .withMessage("a fencing token is larger than 0, but that of ledger is 0");
  }

  @Test
  void aQueryTimeoutThatWouldMeanNoLimitIsRefused() {
    FencedJdbc.Builder builder = FencedJdbc.builder("ledger", 7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.queryTimeout(Duration.ZERO))
        .withMessage("a query timeout is a second to a day, but it is PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.queryTimeout(Duration.ofDays(25_000)));
  }

  @Test
  void anUpdateThatDoesNotSayWhatOrWhereIsRefused() throws SQLException {
    try (Connection connection = new H2Database().connect()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> fenced.update("account").set("balance = 0").execute(connection))
          .withMessage("the update of account has to say what it sets and where");
      assertThatIllegalStateException()
          .isThrownBy(() -> fenced.update("account").where("id = 1").execute(connection));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> fenced.update("account").where(" "));
  }

  private static Activation answering(Map<String, Object> answers) {
    return (Activation)
        Proxy.newProxyInstance(
            Activation.class.getClassLoader(),
            new Class<?>[] {Activation.class},
            (proxy, method, arguments) -> answers.get(method.getName()));
  }

  /** Returns the connection, but one that can only go forward. */
  private static Connection withoutRollback(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("rollback")) {
                throw new SQLException("no rollback");
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
