package io.pacekeeper.examples.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/** The lab's three ZooKeeper servers, {@code z1} to {@code z3}, a JVM and a disk each. */
final class Ensemble {
  static final int SERVERS = 3;

  private static final String SETTINGS =
      """
      tickTime=500
      initLimit=20
      syncLimit=4
      clientPort=2181
      maxClientCnxns=0
      admin.enableServer=false
      4lw.commands.whitelist=srvr
      """;

  private final LabOptions options;
  private final Shell shell;
  private final Map<String, Process> servers = new TreeMap<>();

  Ensemble(LabOptions options, Shell shell) {
    this.options = options;
    this.shell = shell;
  }

  static List<String> hosts() {
    return List.of("z1", "z2", "z3");
  }

  static String connectString() {
    return "10.213.0.11:2181,10.213.0.12:2181,10.213.0.13:2181";
  }

  Path disk(String host) {
    return options.folder().resolve("disk-" + host);
  }

  Path log(String host) {
    return options.folder().resolve(host + ".log");
  }

  void start(String host) {
    StringBuilder settings = new StringBuilder(SETTINGS);
    settings.append("dataDir=").append(disk(host)).append('\n');
    for (String each : hosts()) {
      String id = each.substring(1);
      settings.append("server.%s=10.213.0.1%s:2888:3888%n".formatted(id, id));
    }
    Path file = options.folder().resolve(host + ".cfg");
    try {
      Files.writeString(file, settings);
      Files.writeString(disk(host).resolve("myid"), host.substring(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Small files, so that a full disk is noticed at once; short waits for peers that are away.
    List<String> java =
        List.of(
            "-Dzookeeper.preAllocSize=64",
            "-Dzookeeper.cnxTimeout=1000",
            QuorumPeerMain.class.getName(),
            file.toString());
    servers.put(host, shell.start(host, log(host), Map.of(), java));
  }

  /** Ends a server by SIGKILL, and returns when it is gone. */
  void kill(String host) {
    Process server = servers.get(host);
    server.destroyForcibly();
    try {
      server.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isAlive(String host) {
    return servers.get(host).isAlive();
  }

  /** Returns what a server says it is: leader, follower, or none if it serves nobody. */
  String mode(String host) {
    return shell
        .ask(host, "srvr")
        .lines()
        .filter(line -> line.startsWith("Mode: "))
        .map(line -> line.substring("Mode: ".length()))
        .findFirst()
        .orElse("none");
  }

  /** Returns every server's mode, as one line. */
  String modes() {
    List<String> modes = new ArrayList<>();
    hosts().forEach(host -> modes.add(host + " " + mode(host)));
    return String.join(", ", modes);
  }

  /** Returns who leads; without anybody, the given one. */
  String leader(String otherwise) {
    return hosts().stream()
        .filter(host -> mode(host).equals("leader"))
        .findFirst()
        .orElse(otherwise);
  }

  boolean isWhole() {
    List<String> modes = hosts().stream().map(this::mode).sorted().toList();
    return modes.equals(List.of("follower", "follower", "leader"));
  }

  void end() {
    servers.keySet().forEach(this::kill);
  }
}
