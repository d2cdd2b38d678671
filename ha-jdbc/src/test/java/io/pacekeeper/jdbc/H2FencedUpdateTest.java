package io.pacekeeper.jdbc;

class H2FencedUpdateTest extends FencedUpdateContract {
  @Override
  Database database() {
    return new H2Database();
  }
}
