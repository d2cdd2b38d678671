package io.pacekeeper.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresFencedJdbcTest extends FencedJdbcContract {
  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  @Override
  Database database() {
    return POSTGRES.server();
  }

  /** What docs/fencing-tokens.md advises for a zombie that is paused inside its transaction. */
  @Test
  void aZombieThatIsPausedInItsTransactionIsEndedByTheServersOwnLimit() throws SQLException {
    older.claim(connection);
    try (Connection paused = database().connect()) {
      Database.execute(paused, "set idle_in_transaction_session_timeout = '300ms'");
      paused.setAutoCommit(false);
      older.check(paused);
      Database.execute(paused, "insert into entry values (1, 1)");

      newer.run(connection, same -> Database.execute(same, "insert into entry values (1, 2)"));

      assertThatThrownBy(paused::commit).isInstanceOf(SQLException.class);
    }
    assertThat(Database.longs(connection, "select writer from entry")).containsExactly(2L);
  }
}
