package io.pacekeeper.zookeeper.embedded;

import io.pacekeeper.api.HaException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.zookeeper.server.embedded.ExitHandler;
import org.apache.zookeeper.server.embedded.ZooKeeperServerEmbedded;
import org.jspecify.annotations.Nullable;

/**
 * A ZooKeeper server in this JVM, for demos and tests: one server, reached from this host alone,
 * that keeps its data in a directory and its port from one start to the next. In production a
 * server belongs into a process of its own, or the cluster dies with its store.
 *
 * <p>Needs {@code io.dropwizard.metrics:metrics-core} and {@code org.xerial.snappy:snappy-java},
 * which Pacekeeper does not bring along. Sets some of ZooKeeper's system properties, among them
 * {@code zookeeper.admin.enableServer}.
 */
public final class EmbeddedZooKeeper implements AutoCloseable {
  /** The unit in which the server counts time; sessions end on a multiple of it. */
  private static final Duration TICK = Duration.ofMillis(500);

  private static final Duration SHORTEST_SESSION = Duration.ofSeconds(1);
  private static final Duration LONGEST_SESSION = Duration.ofSeconds(60);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final int PREALLOCATED_KILOBYTES = 1024;

  private final Path directory;
  private int port;
  private @Nullable ZooKeeperServerEmbedded server;

  /** Makes a server on a free port. Call {@link #start}. */
  public EmbeddedZooKeeper(Path directory) {
    this(directory, 0);
  }

  /**
   * Makes a server. Call {@link #start}.
   *
   * @param directory where its data is; created if it is not there
   * @param port its port; 0 takes a free one at the first start
   */
  public EmbeddedZooKeeper(Path directory, int port) {
    this.directory = directory;
    this.port = port;
  }

  /**
   * Starts the server, with the data that is there. Does nothing if it runs.
   *
   * @throws HaException if it cannot be started
   */
  public synchronized void start() {
    if (server != null) {
      return;
    }
    try {
      Files.createDirectories(directory);
      requireFree();
      ZooKeeperServerEmbedded starting =
          ZooKeeperServerEmbedded.builder()
              .baseDir(directory)
              .configuration(configuration())
              .exitHandler(ExitHandler.LOG_ONLY)
              .build();
      starting.start(START_TIMEOUT.toMillis());
      port = starting.getClientPort();
      server = starting;
      deleteConfigurations();
    } catch (HaException e) {
      throw e;
    } catch (Exception e) {
      throw new HaException("the ZooKeeper server in " + directory + " could not be started", e);
    }
  }

  /** Stops the server and keeps its data and its port. Does nothing if it does not run. */
  public synchronized void stop() {
    ZooKeeperServerEmbedded running = server;
    server = null;
    if (running != null) {
      running.close();
    }
  }

  /** Stops the server. */
  @Override
  public void close() {
    stop();
  }

  /**
   * Returns how to reach the server: {@code 127.0.0.1:port}.
   *
   * @throws IllegalStateException if it takes a free port and was never started
   */
  public synchronized String connectString() {
    if (port == 0) {
      throw new IllegalStateException("the server has no port before it is started");
    }
    return "127.0.0.1:" + port;
  }

  /**
   * The server reads its configuration from a file that it makes at each start and leaves there.
   */
  private void deleteConfigurations() throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory, "zookeeper.configuration*.properties")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  /** The server would wait for a port that is taken until its start times out. */
  private void requireFree() {
    if (port == 0) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new HaException("the port " + port + " for the ZooKeeper server is taken", e);
    }
  }

  private Properties configuration() {
    Properties properties = new Properties();
    properties.setProperty("dataDir", directory.resolve("data").toAbsolutePath().toString());
    properties.setProperty("clientPortAddress", "127.0.0.1");
    properties.setProperty("clientPort", Integer.toString(port));
    properties.setProperty("tickTime", Long.toString(TICK.toMillis()));
    properties.setProperty("minSessionTimeout", Long.toString(SHORTEST_SESSION.toMillis()));
    properties.setProperty("maxSessionTimeout", Long.toString(LONGEST_SESSION.toMillis()));
    properties.setProperty("maxClientCnxns", "0");
    properties.setProperty("admin.enableServer", "false");
    properties.setProperty("preAllocSize", Integer.toString(PREALLOCATED_KILOBYTES));
    return properties;
  }
}
