package io.pacekeeper.jdbc;

class H2InterleavingTest extends InterleavingContract {
  @Override
  Database database() {
    return new H2Database();
  }
}
