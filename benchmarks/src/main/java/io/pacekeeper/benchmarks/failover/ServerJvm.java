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

/** The server's JVM, seen from outside. */
final class ServerJvm implements AutoCloseable {
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

  Store store() {
    return new Store("127.0.0.1:" + port);
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

  @Override
  public void close() throws InterruptedException {
    jvm.close();
  }
}
