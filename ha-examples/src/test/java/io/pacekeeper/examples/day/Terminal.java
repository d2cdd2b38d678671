package io.pacekeeper.examples.day;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A terminal in a folder of its own, in which the commands {@code pk} and {@code shop} are known,
 * and {@code pkill} finds only what was started here. Runs one command after the other; what they
 * start in the background ends with the terminal.
 */
final class Terminal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String EXPORT = "export ";

  private final Path folder;
  private final Path programs;
  private final Map<String, String> exported = new TreeMap<>();
  private final String host = InetAddress.getLocalHost().getHostName();
  private int lastStatus;

  /** What a command printed, both outputs in one, and its exit status. */
  record Result(int status, List<String> output) {}

  /**
   * Opens a terminal.
   *
   * @param zooKeeper the servers that {@code localhost:2181} is in what is typed
   */
  Terminal(Path folder, String zooKeeper) throws IOException {
    this.folder = folder;
    this.programs = Files.createDirectories(folder.resolve(".bin"));
    exported.put("DAY_ZOOKEEPER", zooKeeper);
    exported.put("LANG", "C.UTF-8");
    exported.put("TZ", "UTC");
    program(
        "pk",
        "exec %s -Duser.name=alice -cp '%s' io.pacekeeper.cli.Pk \"$@\""
            .formatted(java(64), classPath()));
    // By its first word a node's JVM is found as what was typed to start it.
    program(
        "shop",
        ("echo $$ >> '%s'\nexec -a \"shop $1\" %s -cp '%s' io.pacekeeper.examples.ShopNode"
                + " \"$DAY_ZOOKEEPER\" \"$@\" >> \"$1.log\" 2>&1")
            .formatted(pids(), java(64), classPath()));
    // Another build on this machine may have nodes of the same names.
    program(
        "pkill",
        """
        status=1
        for pid in $(pgrep "${@:2}"); do
          if grep -qx "$pid" '%s'; then kill "$1" "$pid"; status=0; fi
        done
        exit $status"""
            .formatted(pids()));
  }

  private static String java(int megabytes) {
    return Path.of(System.getProperty("java.home"), "bin", "java")
        + " -Xmx"
        + megabytes
        + "m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -XX:-UsePerfData";
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private Path pids() {
    return folder.resolve(".pids");
  }

  private void program(String name, String body) throws IOException {
    Path program = programs.resolve(name);
    Files.writeString(program, "#!/bin/bash\n" + body + "\n");
    if (!program.toFile().setExecutable(true)) {
      throw new IOException(program + " cannot be made a program");
    }
  }

  /** Runs what is typed, and waits until it has ended, but for what goes on in the background. */
  Result run(String typed) throws IOException, InterruptedException {
    String command = typed.replace("localhost:2181", exported.get("DAY_ZOOKEEPER"));
    if (command.startsWith(EXPORT)) {
      String[] words = command.substring(EXPORT.length()).split("=", 2);
      exported.put(words[0], words[1]);
      return new Result(0, List.of());
    }
    if (command.equals("echo $?")) {
      return new Result(0, List.of(Integer.toString(lastStatus)));
    }
    Path output = Files.createTempFile(folder, ".output", "");
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).directory(folder.toFile());
    builder.environment().putAll(exported);
    builder.environment().merge("PATH", "", (path, none) -> programs + ":" + path);
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IOException("'" + typed + "' has not ended within " + PATIENCE);
    }
    lastStatus = process.exitValue();
    // Who does it and where is part of what is printed, and is the same everywhere.
    List<String> lines =
        Files.readAllLines(output, UTF_8).stream()
            .map(line -> line.replaceAll("\\b" + Pattern.quote(host) + "\\b", "host1"))
            .toList();
    Files.delete(output);
    return new Result(lastStatus, lines);
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(pids())) {
      for (String pid : Files.readAllLines(pids())) {
        ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }
}
