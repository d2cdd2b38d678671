package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.server.ZooKeeperServerMain;

/**
 * A ZooKeeper server in a JVM of its own: settings of its security are system properties, which a
 * client in the same JVM would take for its own.
 */
final class ServerProcess implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

  private final Process process;
  private final int port;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a server that takes connections without TLS. */
  static ServerProcess start(Path directory, List<String> settings, String... options)
      throws Exception {
    int port = freePort();
    List<String> all = new ArrayList<>(settings);
    all.addAll(List.of("clientPort=" + port, "clientPortAddress=127.0.0.1"));
    return start(directory, port, all, options);
  }

  /** Starts a server that takes connections with TLS, and no others. */
  static ServerProcess startSecure(Path directory, List<String> settings, String... options)
      throws Exception {
    int port = freePort();
    List<String> all = new ArrayList<>(settings);
    all.addAll(
        List.of(
            "secureClientPort=" + port,
            "secureClientPortAddress=127.0.0.1",
            "serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory"));
    return start(directory, port, all, options);
  }

  /** The server, with the configuration that is named. */
  public static void main(String[] arguments) throws Exception {
    new Server(Path.of(arguments[0])).run();
  }

  private static ServerProcess start(
      Path directory, int port, List<String> settings, String... options) throws Exception {
    Path configuration = directory.resolve("zoo-" + port + ".cfg");
    List<String> all =
        new ArrayList<>(
            List.of(
                "dataDir=" + directory.resolve("data-" + port),
                "tickTime=500",
                "admin.enableServer=false"));
    all.addAll(settings);
    Files.write(configuration, all);
    List<String> command = new ArrayList<>(List.of(java("java"), "-Xmx128m"));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            ServerProcess.class.getName(),
            configuration.toString()));
    Path log = directory.resolve("server-" + port + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    await()
        .atMost(STARTS_WITHIN)
        .until(() -> Files.exists(Server.started(configuration)) || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError("the server ended: " + Files.readString(log));
    }
    return new ServerProcess(process, port);
  }

  /**
   * Says when it serves: it listens earlier, and whoever connects in between may be left without an
   * answer and with a connection that nobody closes.
   */
  private static final class Server extends ZooKeeperServerMain {
    private final Path configuration;

    private Server(Path configuration) {
      this.configuration = configuration;
    }

    void run() throws Exception {
      initializeAndRun(new String[] {configuration.toString()});
    }

    static Path started(Path configuration) {
      return Path.of(configuration + ".started");
    }

    @Override
    protected void serverStarted() {
      try {
        Files.createFile(started(configuration));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  String connectString() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() throws Exception {
    process.destroyForcibly();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  static String java(String program) {
    return System.getProperty("java.home") + File.separator + "bin" + File.separator + program;
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
