package io.pacekeeper.benchmarks.failover;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooKeeper;

/** The server's JVM, seen from outside. */
final class ServerJvm implements AutoCloseable {
  private static final int SESSION_MILLIS = 10_000;
  private static final int CONNECT_SECONDS = 30;
  private static final int DELETED_AT_ONCE = 500;

  private final ChildJvm jvm;
  private final int port;
  private final List<ServerNote> notes = new ArrayList<>();

  private ServerJvm(ChildJvm jvm, int port) {
    this.jvm = jvm;
    this.port = port;
  }

  static ServerJvm start(Path folder) throws IOException, InterruptedException {
    Path data = Files.createDirectories(folder.resolve("zookeeper"));
    ChildJvm jvm =
        ChildJvm.start(
            "the ZooKeeper server",
            folder.resolve("zookeeper.log"),
            BenchmarkServer.class,
            List.of(data.toString()));
    return new ServerJvm(jvm, Integer.parseInt(jvm.hear(BenchmarkServer.UP).get(1)));
  }

  String connectString() {
    return "127.0.0.1:" + port;
  }

  /** Returns everything that the server has noted since {@link #forget}. */
  List<ServerNote> notes() throws InterruptedException {
    jvm.say(BenchmarkServer.NOTES);
    for (String line = jvm.hear(); !line.equals(BenchmarkServer.DONE); line = jvm.hear()) {
      notes.add(ServerNote.parse(line));
    }
    return List.copyOf(notes);
  }

  void forget() throws InterruptedException {
    notes();
    notes.clear();
  }

  /** Returns the server's own figures, by name ({@code mntr}). */
  Map<String, String> figures() throws IOException {
    Map<String, String> figures = new TreeMap<>();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("mntr".getBytes(US_ASCII));
      socket.getOutputStream().flush();
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      answer
          .lines()
          .map(line -> line.split("\t", 2))
          .filter(pair -> pair.length == 2)
          .forEach(pair -> figures.put(pair[0], pair[1]));
    }
    return figures;
  }

  /** Does something by a ZooKeeper client. */
  <T> T ask(Question<T> question) throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    try (ZooKeeper zooKeeper =
        new ZooKeeper(
            connectString(),
            SESSION_MILLIS,
            event -> {
              if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
              }
            })) {
      if (!connected.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("no connection to " + connectString());
      }
      return question.ask(zooKeeper);
    }
  }

  /** Deletes everything. */
  void clear() throws Exception {
    ask(
        zooKeeper -> {
          for (String child : zooKeeper.getChildren("/", false)) {
            if (!child.equals("zookeeper")) {
              delete(zooKeeper, "/" + child);
            }
          }
          return true;
        });
  }

  private static void delete(ZooKeeper zooKeeper, String path)
      throws InterruptedException, KeeperException {
    ZKUtil.deleteRecursive(zooKeeper, path, DELETED_AT_ONCE);
  }

  @Override
  public void close() throws InterruptedException {
    jvm.close();
  }

  /** Something to be done by a ZooKeeper client. */
  interface Question<T> {
    T ask(ZooKeeper zooKeeper) throws Exception;
  }
}
