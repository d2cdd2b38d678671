package io.pacekeeper.runtime.companion;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux says of a process in {@code /proc/PID/stat}.
 *
 * @param pid its id
 * @param state {@code R}, {@code S}, {@code Z} and so on
 * @param threads how many threads it has
 * @param startTicks when it was started, in ticks since the host was
 */
record ProcessStat(long pid, char state, int threads, long startTicks) {
  private static final Path PROC = Path.of("/proc");

  /** Places of what follows the name in parentheses, which may have spaces and parentheses. */
  private static final int STATE = 0;

  private static final int THREADS = 17;
  private static final int START = 19;

  /**
   * Reads one.
   *
   * @param name the process's id, or {@code self}
   * @throws java.nio.file.NoSuchFileException if there is no such process
   * @throws IOException if that cannot be read or understood
   */
  static ProcessStat read(String name) throws IOException {
    return parse(
        new String(Files.readAllBytes(PROC.resolve(name).resolve("stat")), StandardCharsets.UTF_8));
  }

  /** Understands the line. */
  static ProcessStat parse(String line) throws IOException {
    int open = line.indexOf('(');
    int close = line.lastIndexOf(')');
    try {
      long pid = Long.parseLong(line.substring(0, open).trim());
      String[] fields = line.substring(close + 1).trim().split(" ");
      return new ProcessStat(
          pid,
          fields[STATE].charAt(0),
          Integer.parseInt(fields[THREADS]),
          Long.parseLong(fields[START]));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException("not what a process's stat reads like: '" + line.trim() + "'", e);
    }
  }

  /**
   * Returns whether nothing of the process can run any more. A zombie is gone when its last thread
   * is: whose main thread alone has ended is one, too.
   */
  boolean isGone() {
    return state == 'X' || state == 'x' || (state == 'Z' && threads <= 1);
  }
}
