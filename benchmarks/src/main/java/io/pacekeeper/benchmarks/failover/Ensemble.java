package io.pacekeeper.benchmarks.failover;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * ZooKeeper servers as they are, each in a JVM of its own, with its log on disk and every write
 * forced to it.
 */
final class Ensemble implements AutoCloseable {
  private static final int PORTS_OF_A_SERVER = 3;

  private final List<ChildJvm> servers = new ArrayList<>();
  private final String connectString;

  private Ensemble(String connectString) {
    this.connectString = connectString;
  }

  /** Starts so many servers, and waits until they serve. */
  static Ensemble start(int count, Path folder) throws Exception {
    List<Integer> ports = freePorts(count * PORTS_OF_A_SERVER);
    Ensemble ensemble =
        new Ensemble(
            ports.subList(0, count).stream()
                .map(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(",")));
    StringBuilder peers = new StringBuilder();
    for (int i = 0; i < count && count > 1; i++) {
      peers.append(
          "server.%d=127.0.0.1:%d:%d%n"
              .formatted(i + 1, ports.get(count + i), ports.get(2 * count + i)));
    }
    for (int i = 0; i < count; i++) {
      Path data = Files.createDirectories(folder.resolve("zookeeper" + (i + 1)));
      Files.writeString(data.resolve("myid"), Integer.toString(i + 1), UTF_8);
      Path config = folder.resolve("zookeeper" + (i + 1) + ".cfg");
      Files.writeString(config, config(data, ports.get(i)) + peers, UTF_8);
      ensemble.servers.add(
          ChildJvm.start(
              "ZooKeeper server " + (i + 1),
              folder.resolve("zookeeper" + (i + 1) + ".log"),
              EnsembleServer.class,
              List.of(config.toString())));
    }
    new Store(ensemble.connectString).ask(zooKeeper -> zooKeeper.getChildren("/", false));
    return ensemble;
  }

  private static String config(Path data, int port) {
    return """
        tickTime=500
        initLimit=40
        syncLimit=20
        minSessionTimeout=1000
        maxSessionTimeout=60000
        admin.enableServer=false
        dataDir=%s
        clientPortAddress=127.0.0.1
        clientPort=%d
        """
        .formatted(data, port);
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  String connectString() {
    return connectString;
  }

  @Override
  public void close() throws InterruptedException {
    for (ChildJvm server : servers) {
      server.close();
    }
  }
}
