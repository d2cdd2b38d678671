package io.pacekeeper.cli.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of the demonstration: one node. */
final class NodeProcess {
  private final String node;
  private final Path log;
  private final Process process;

  private NodeProcess(String node, Path log, Process process) {
    this.node = node;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a node with the class path of this process.
   *
   * @param arguments what {@link DemoNode} wants, except for the node's name
   */
  static NodeProcess start(String node, Path folder, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            // Or each would leave a file behind in the system's folder for temporary files.
            "-XX:-UsePerfData",
            "-Djava.io.tmpdir=" + folder,
            "-Dlogback.configurationFile=io/pacekeeper/cli/demo/node-logback.xml",
            "-cp",
            classPath(),
            DemoNode.class.getName(),
            node));
    command.addAll(arguments);
    Path log = folder.resolve(node + ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new NodeProcess(node, log, process);
  }

  /** The children run in another folder, so what is relative here would be lost there. */
  private static String classPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      entries.add(new File(entry).getAbsolutePath());
    }
    return String.join(File.pathSeparator, entries);
  }

  String node() {
    return node;
  }

  long pid() {
    return process.pid();
  }

  Path log() {
    return log;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGKILL, and returns when that was, by {@link System#nanoTime}. */
  long kill() {
    long now = System.nanoTime();
    process.destroyForcibly();
    return now;
  }

  /** Sends SIGKILL to its companion, too, which has nothing to say any more. */
  void killWithCompanion() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Sends SIGTERM. By the handle: the process itself would close the pipe first. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Returns whether the process is gone within that time. */
  boolean awaitExit(Duration patience) throws InterruptedException {
    return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  int exitStatus() {
    return process.exitValue();
  }

  /** Returns the end of what the node wrote. */
  List<String> lastLines(int count) {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    } catch (IOException e) {
      return List.of("(its log cannot be read: " + e.getMessage() + ")");
    }
  }
}
