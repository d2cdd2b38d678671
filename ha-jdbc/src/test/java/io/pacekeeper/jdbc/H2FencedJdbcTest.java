package io.pacekeeper.jdbc;

class H2FencedJdbcTest extends FencedJdbcContract {
  @Override
  Database database() {
    return new H2Database();
  }
}
