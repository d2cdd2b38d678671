package io.pacekeeper.jdbc;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Has the tests of a class run against PostgreSQL, or skips them where it is not installed. */
final class PostgresExtension implements BeforeAllCallback {
  private PostgresServer server;

  @Override
  public void beforeAll(ExtensionContext context) {
    server = PostgresServer.of(context);
  }

  PostgresServer server() {
    return server;
  }
}
