package io.pacekeeper.runtime.companion;

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a pipe, with ticks in between that a thread of its own writes into the same pipe, by
 * its name in {@code /proc}. It holds the pipe's other end open only while it writes, so that the
 * pipe ends when the JVM's end is closed.
 */
final class PipeFeed implements CompanionWatch.Feed {
  private final BufferedReader lines;
  private final String path;
  private final Consumer<? super IOException> broken;
  private final Thread clock;
  private volatile long tickAtNanos = Long.MAX_VALUE;

  /**
   * Makes one.
   *
   * @param pipe the end from which is read
   * @param path the file by which the same pipe can be written to
   * @param broken told when it cannot any more, so that no tick will come
   * @throws IOException if it cannot
   */
  PipeFeed(InputStream pipe, String path, Consumer<? super IOException> broken) throws IOException {
    this.broken = broken;
    this.lines = new BufferedReader(new InputStreamReader(pipe, StandardCharsets.UTF_8));
    this.path = path;
    tick();
    this.clock = new Thread(this::tickInTime, "companion-clock");
    clock.setDaemon(true);
    clock.start();
  }

  @Override
  public @Nullable String next(long wantedTickAtNanos) throws IOException {
    if (wantedTickAtNanos != tickAtNanos) {
      tickAtNanos = wantedTickAtNanos;
      LockSupport.unpark(clock);
    }
    return lines.readLine();
  }

  private void tickInTime() {
    try {
      while (true) {
        long at = tickAtNanos;
        long left = at - System.nanoTime();
        if (at == Long.MAX_VALUE) {
          LockSupport.park(this);
        } else if (left > 0) {
          LockSupport.parkNanos(this, left);
        } else {
          tick();
          if (tickAtNanos == at) {
            // Again if that one led to nothing, in a while.
            LockSupport.parkNanos(this, 100_000_000L);
          }
        }
      }
    } catch (IOException e) {
      broken.accept(e);
    }
  }

  /** Short enough to be written whole, whatever else is being written. */
  private void tick() throws IOException {
    try (OutputStream pipe = new FileOutputStream(path)) {
      pipe.write((Pipe.TICK + " " + System.nanoTime() + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }
}
