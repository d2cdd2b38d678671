package io.pacekeeper.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A PostgreSQL server of this JVM's own, in a temporary folder and on a free port, made of the
 * binaries that Debian's package {@code postgresql} installs. It ends with this JVM, however that
 * ends: its shell waits for the end of its input, which is a pipe from here.
 */
final class PostgresServer implements Database, AutoCloseable {
  private static final Path INSTALLATIONS = Path.of("/usr/lib/postgresql");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Starts the server and stops it when there is no more input, or when it ends by itself. */
  private static final String UNTIL_THE_END_OF_INPUT =
      "exec 3<&0; \"$@\" & read -r _ <&3; kill -INT $!; wait $!";

  private final Path folder;
  private final int port;
  private final Process process;

  private PostgresServer(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** Returns the one server of all tests, or has the test skipped where none is installed. */
  static PostgresServer of(ExtensionContext context) {
    Optional<Path> binaries = newestBinaries();
    if (binaries.isEmpty()) {
      String skipped = "skipped: no PostgreSQL below " + INSTALLATIONS;
      System.out.println(context.getRequiredTestClass().getSimpleName() + " is " + skipped);
      Assumptions.abort(skipped);
    }
    return context
        .getRoot()
        .getStore(Namespace.create(PostgresServer.class))
        .getOrComputeIfAbsent(
            PostgresServer.class, key -> start(binaries.get()), PostgresServer.class);
  }

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "");
  }

  @Override
  public String sessionQuery() {
    return "select pg_backend_pid()";
  }

  @Override
  public String waitingQuery() {
    return "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and pid = ?";
  }

  @Override
  public void close() throws Exception {
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static Optional<Path> newestBinaries() {
    if (!Files.isDirectory(INSTALLATIONS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(INSTALLATIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(binaries -> Files.isExecutable(binaries.resolve("initdb")))
          .max(Comparator.comparingDouble(PostgresServer::version));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the version, by which the folder around is called: 15, or 9.6. */
  private static double version(Path binaries) {
    return Double.parseDouble(binaries.getParent().getFileName().toString());
  }

  private static PostgresServer start(Path binaries) {
    try {
      Path folder = Files.createTempDirectory("pacekeeper-postgres");
      if (isRoot()) {
        // The server refuses to be root.
        Files.setOwner(
            folder,
            folder
                .getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName("postgres"));
      }
      Path data = folder.resolve("data");
      initialize(binaries, data);
      int port = freePort();
      PostgresServer server =
          new PostgresServer(folder, port, serve(binaries, data, port, folder.resolve("log")));
      server.awaitReady();
      return server;
    } catch (Exception e) {
      throw new AssertionError("PostgreSQL of " + binaries + " could not be started", e);
    }
  }

  private static void initialize(Path binaries, Path data) throws Exception {
    Process initdb =
        new ProcessBuilder(
                asItsUser(
                    binaries.resolve("initdb").toString(),
                    "--pgdata=" + data,
                    "--username=postgres",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync"))
            .directory(data.getParent().toFile())
            .redirectErrorStream(true)
            .start();
    initdb.getOutputStream().close();
    String said = new String(initdb.getInputStream().readAllBytes(), UTF_8);
    if (initdb.waitFor() != 0) {
      throw new IOException("initdb failed: " + said);
    }
  }

  private static Process serve(Path binaries, Path data, int port, Path log) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", UNTIL_THE_END_OF_INPUT, "postgres"));
    command.addAll(
        asItsUser(
            binaries.resolve("postgres").toString(),
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=off",
            "-c",
            "shared_buffers=16MB",
            "-c",
            "deadlock_timeout=100ms"));
    return new ProcessBuilder(command)
        .directory(data.getParent().toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static List<String> asItsUser(String... command) {
    List<String> whole = new ArrayList<>();
    if (isRoot()) {
      whole.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    whole.addAll(List.of(command));
    return whole;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .failFast("the server has ended, see " + folder, () -> !process.isAlive())
        .until(
            () -> {
              try (Connection connection = connect()) {
                return Database.longs(connection, "select 1").equals(List.of(1L));
              }
            });
  }
}
