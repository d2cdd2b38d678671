package io.pacekeeper.api.fencing;

import io.pacekeeper.api.fencing.CommandFencingDevice.Passing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program, from its start to its end: by itself, or by being killed with everything
 * that it started, because it had no time left or the thread was interrupted.
 *
 * <p>Needs no thread besides the caller's: what the program prints is read as it comes, so that it
 * is never blocked by a full pipe, and its end is waited for, not the end of its output, which a
 * process in the background may hold open.
 */
final class CommandRun {
  private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

  /** How much of what is printed is kept: the end. */
  private static final int KEPT = 4 * 1024;

  /** How much of that is told. */
  private static final int TOLD = 200;

  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_HEADSTART_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Process process;
  private final byte[] output = new byte[KEPT];
  private int length;
  private @Nullable String unknown;

  private CommandRun(Process process) {
    this.process = process;
  }

  /**
   * Runs a program, and returns when it has ended.
   *
   * @param command its path and its arguments
   * @param told what it is to do
   * @param parameters what else it needs
   * @param timeout how long the caller waits; the program is killed a little earlier, so that it
   *     can still be told what it printed
   */
  static CommandRun of(
      List<String> command,
      Map<String, String> told,
      Map<String, String> parameters,
      Passing passing,
      Duration timeout)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", PATH);
    environment.put("LC_ALL", "C");
    StringBuilder lines = new StringBuilder();
    if (passing == Passing.ENVIRONMENT) {
      environment.putAll(parameters);
      told.forEach(
          (name, value) -> environment.put("FENCING_" + name.toUpperCase(Locale.ROOT), value));
    } else {
      told.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
      parameters.forEach(
          (name, value) -> lines.append(name).append('=').append(value).append('\n'));
    }
    long budget = timeout.toNanos() - Math.min(timeout.toNanos() / 10, LONGEST_HEADSTART_NANOS);
    long until = System.nanoTime() + budget;
    CommandRun run = new CommandRun(builder.start());
    try {
      run.tell(lines.toString());
      run.await(until, timeout);
    } finally {
      run.close();
    }
    return run;
  }

  /** Returns whether it ended by itself. */
  boolean isOver() {
    return unknown == null;
  }

  /** Returns with what it ended, if it is over. */
  int exitStatus() {
    return process.exitValue();
  }

  /** Returns why nobody knows what has come of it, if it is not over. */
  String unknown() {
    return String.valueOf(unknown);
  }

  /** Returns the end of what it printed, as one line. */
  String lastOutput() {
    String text = new String(output, 0, length, StandardCharsets.UTF_8);
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
    return line.length() <= TOLD ? line : "... " + line.substring(line.length() - TOLD);
  }

  private void tell(String lines) {
    try (OutputStream input = process.getOutputStream()) {
      input.write(lines.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It has ended, or reads nothing: its exit status says what there is to say.
    }
  }

  private void await(long until, Duration timeout) throws IOException {
    try {
      while (true) {
        long left = until - System.nanoTime();
        if (left <= 0) {
          unknown = "it did not end within " + timeout.toMillis() + " ms and was killed";
          break;
        }
        if (process.waitFor(Math.min(left, LOOK_EVERY_NANOS), TimeUnit.NANOSECONDS)) {
          break;
        }
        read();
      }
    } catch (InterruptedException e) {
      unknown = "it was interrupted and killed";
      Thread.currentThread().interrupt();
    }
    if (unknown != null) {
      kill(process.toHandle());
    }
    read();
  }

  /** Reads what is there to be read, and keeps the end of it. */
  private void read() throws IOException {
    InputStream printed = process.getInputStream();
    byte[] buffer = new byte[KEPT];
    while (printed.available() > 0) {
      int read = printed.read(buffer, 0, Math.min(buffer.length, printed.available()));
      if (read < 0) {
        return;
      }
      int kept = Math.min(length, KEPT - read);
      System.arraycopy(output, length - kept, output, 0, kept);
      System.arraycopy(buffer, 0, output, kept, read);
      length = kept + read;
    }
  }

  /**
   * Kills a process and whatever it has started. Its children are asked for before it dies: after
   * that nobody knows whose they were.
   */
  private static void kill(ProcessHandle root) {
    Deque<ProcessHandle> left = new ArrayDeque<>(List.of(root));
    while (!left.isEmpty()) {
      ProcessHandle next = left.remove();
      ProcessHandle[] children = next.children().toArray(ProcessHandle[]::new);
      next.destroyForcibly();
      left.addAll(Arrays.asList(children));
    }
  }

  private void close() throws IOException {
    process.getInputStream().close();
    process.getErrorStream().close();
  }
}
