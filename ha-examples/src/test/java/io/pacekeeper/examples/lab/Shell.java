package io.pacekeeper.examples.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The lab's scripts, signals, and processes in network namespaces. */
final class Shell {
  private static final int PATIENCE_SECONDS = 60;

  private final LabOptions options;
  private final Map<List<String>, Integer> muted = new HashMap<>();

  Shell(LabOptions options) {
    this.options = options;
  }

  /** Runs a script of the lab, and returns what it printed. */
  String script(String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(options.scripts().resolve(name).toString());
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs {@code net}. */
  String net(String verb, String... arguments) {
    List<String> all = new ArrayList<>(List.of(verb, options.prefix()));
    all.addAll(List.of(arguments));
    return script("net", all.toArray(String[]::new));
  }

  /** Has what one host sends another be lost, until it was unmuted as often. */
  void mute(String from, String to) {
    if (muted.merge(List.of(from, to), 1, Integer::sum) == 1) {
      net("mute", from, to);
    }
  }

  void unmute(String from, String to) {
    if (muted.merge(List.of(from, to), -1, Integer::sum) == 0) {
      net("unmute", from, to);
    }
  }

  /** Sends processes a signal, in this order; those that are gone are past caring. */
  void signal(String signal, long... pids) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    for (long pid : pids) {
      command.add(Long.toString(pid));
    }
    run(command);
  }

  /** Returns what a host answers at ZooKeeper's port to a word, empty if nothing. */
  String ask(String host, String word) {
    List<String> command =
        List.of(
            "timeout",
            "3",
            "nsenter",
            into(host),
            "bash",
            "-c",
            "exec 3<>/dev/tcp/127.0.0.1/2181 && printf " + word + " >&3 && cat <&3");
    try {
      return output(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the option that has nsenter enter a host's network, and nothing else of it. */
  private String into(String host) {
    return "--net=/run/netns/" + options.prefix() + "-" + host;
  }

  private static String run(List<String> command) {
    try {
      return output(new ProcessBuilder(command).redirectErrorStream(true));
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command), e);
    }
  }

  private static String output(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("does not end: " + builder.command());
      }
      boolean mayFail = List.of("timeout", "kill").contains(builder.command().get(0));
      if (process.exitValue() != 0 && !mayFail) {
        throw new IOException(builder.command() + " failed: " + output);
      }
      return output.strip();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts a JVM on a host, with its output appended to a file. */
  Process start(String host, Path log, Map<String, String> environment, List<String> java) {
    List<String> command = new ArrayList<>(List.of("nsenter", into(host), "env"));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(java);
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .directory(options.folder().toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what is in a file, nothing if it is not there. */
  static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns when a time has passed. */
  static void pass(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - until < 0) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }
}
