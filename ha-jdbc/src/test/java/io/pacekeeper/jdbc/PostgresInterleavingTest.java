package io.pacekeeper.jdbc;

import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresInterleavingTest extends InterleavingContract {
  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  @Override
  Database database() {
    return POSTGRES.server();
  }
}
