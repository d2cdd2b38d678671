package io.pacekeeper.examples.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One life of a node's JVM, and what is known of its end: it was alive at one moment, and gone at
 * another. In between nobody can say.
 */
final class NodeLife {
  private final String name;
  private final Process process;
  private final Path log;
  private volatile long aliveNanos = System.nanoTime();
  private volatile long goneNanos;
  private volatile boolean isGone;
  private int companionsKilled;

  NodeLife(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    var unused = process.onExit().thenRun(() -> seenGone(System.nanoTime()));
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitStatus() {
    return process.exitValue();
  }

  String output() {
    return Shell.text(log);
  }

  /** Returns whether it has joined and its companion guards it. */
  boolean isWhole() {
    String said = output();
    long ready = said.lines().filter(line -> line.contains("companion: ready to write")).count();
    return isAlive()
        && said.lines().anyMatch("READY"::equals)
        && companion().isPresent()
        && ready > companionsKilled;
  }

  /** Returns the companion's process. */
  Optional<ProcessHandle> companion() {
    return process.toHandle().children().filter(ProcessHandle::isAlive).findFirst();
  }

  void companionKilled() {
    companionsKilled++;
  }

  /** Looks whether it is alive. */
  void look() {
    long now = System.nanoTime();
    char state = state(Path.of("/proc", Long.toString(process.pid()), "stat"));
    if (!isGone && state != 'Z' && state != 'X' && state != '?') {
      aliveNanos = now;
    }
  }

  /** Notes that nothing of it runs after this moment. */
  synchronized void seenGone(long nanos) {
    if (!isGone) {
      goneNanos = nanos;
      isGone = true;
    }
  }

  /** Notes that it was sent SIGKILL: nothing of it ran after that, whenever its end is seen. */
  void wasKilled() {
    long now = System.nanoTime();
    aliveNanos = now;
    seenGone(now);
  }

  boolean isGone() {
    return isGone;
  }

  /** Returns the last moment at which it was certainly alive. */
  long aliveNanos() {
    return Math.min(aliveNanos, isGone ? goneNanos : Long.MAX_VALUE);
  }

  /** Returns the first moment at which it was certainly gone. */
  long goneNanos() {
    if (!process.isAlive()) {
      // Whoever was to be told may not have run yet.
      seenGone(System.nanoTime());
    }
    return goneNanos;
  }

  /** Returns whether no thread of it runs, because of SIGSTOP. */
  boolean isStopped() {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
      return tasks.allMatch(task -> state(task.resolve("stat")) == 'T');
    } catch (IOException e) {
      return false;
    }
  }

  private static char state(Path stat) {
    try {
      String text = Files.readString(stat);
      return text.charAt(text.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return '?';
    }
  }
}
