package io.pacekeeper.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresFencedUpdateTest extends FencedUpdateContract {
  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  @Override
  Database database() {
    return POSTGRES.server();
  }
}
