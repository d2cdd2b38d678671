package io.pacekeeper.runtime;

import io.pacekeeper.core.scheduler.SchedulerRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest runs of the scheduler in files, a bounded series of them: number follows number,
 * also after a restart, and after the last one the first is written over, as Pacemaker does with
 * its {@code pe-input} files.
 *
 * <p>Written by a thread of its own; what that cannot keep up with is dropped, oldest first. Nobody
 * waits for it, and nobody else notices when it fails.
 */
final class InputSeries implements Consumer<SchedulerRun>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InputSeries.class);

  /** How many inputs are kept unless told otherwise. */
  static final int DEFAULT_MAX = 100;

  /** How many runs wait to be written before the oldest is dropped. */
  static final int CAPACITY = 16;

  private static final long KEEP_IDLE_SECONDS = 5;

  /** How long is waited for the last files when the node ends. */
  private static final long PATIENCE_MILLIS = 2_000;

  private static final String SUFFIX = ".json";

  private final String cluster;
  private final Path folder;
  private final String prefix;
  private final int max;
  private final Function<? super SavedInput, byte[]> format;
  private final AtomicLong dropped = new AtomicLong();
  private final ThreadPoolExecutor writer;

  /** Of the writer's thread alone, as all below. */
  private @Nullable SchedulerRun last;

  private int next = -1;
  private boolean failing;

  /**
   * Makes a series that is continued.
   *
   * @param max how many files there are to be at the most
   * @param format how a run is written
   */
  InputSeries(
      String cluster,
      String node,
      Path folder,
      int max,
      Function<? super SavedInput, byte[]> format) {
    this.cluster = cluster;
    this.folder = folder;
    this.prefix = cluster + "-" + node + "-input";
    this.max = max;
    this.format = format;
    this.writer =
        new ThreadPoolExecutor(
            1,
            1,
            KEEP_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(CAPACITY),
            task -> {
              Thread thread = new Thread(task, "ha-" + cluster + "-inputs");
              thread.setDaemon(true);
              return thread;
            },
            this::makeRoom);
    writer.allowCoreThreadTimeOut(true);
  }

  /** Takes a run, and does not wait for its being written. */
  @Override
  public void accept(SchedulerRun run) {
    writer.execute(() -> write(run));
  }

  private void makeRoom(Runnable task, ThreadPoolExecutor executor) {
    if (executor.isShutdown()) {
      return;
    }
    if (executor.getQueue().poll() != null) {
      dropped.incrementAndGet();
    }
    executor.execute(task);
  }

  private void write(SchedulerRun run) {
    long count = dropped.getAndSet(0);
    if (count > 0) {
      LOG.warn(
          "cluster={} {} inputs of the scheduler were not saved: {} is too slow",
          cluster,
          count,
          folder);
    }
    if (!run.isNewsAfter(last)) {
      return;
    }
    try {
      byte[] bytes = format.apply(new SavedInput(cluster, NodeSettings.version(), run));
      Files.createDirectories(folder);
      if (next < 0) {
        next = begin();
      }
      int number = next;
      next = (number + 1) % max;
      replace(prefix + ".last", Integer.toString(next).getBytes(StandardCharsets.US_ASCII));
      replace(prefix + "-" + number + SUFFIX, bytes);
      last = run;
      failing = false;
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        failing = true;
        LOG.warn(
            "cluster={} the inputs of the scheduler cannot be saved in {}, until that is mended: {}",
            cluster,
            folder,
            e.toString());
      }
    }
  }

  /** Returns the number to go on with, and takes away what is beyond a limit that was lowered. */
  private int begin() throws IOException {
    int highest = -1;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, prefix + "-*" + SUFFIX)) {
      for (Path file : files) {
        int number = number(String.valueOf(file.getFileName()));
        if (number >= max) {
          Files.deleteIfExists(file);
        } else {
          highest = Math.max(highest, number);
        }
      }
    }
    Path noted = folder.resolve(prefix + ".last");
    if (Files.exists(noted)) {
      try {
        int number = Integer.parseInt(Files.readString(noted).strip());
        return number < 0 ? 0 : number % max;
      } catch (NumberFormatException garbage) {
        // Then by the files themselves.
      }
    }
    return (highest + 1) % max;
  }

  /** Returns the number of a file, or -1 if it is none of the series. */
  private int number(String name) {
    try {
      return Integer.parseInt(name.substring(prefix.length() + 1, name.length() - SUFFIX.length()));
    } catch (NumberFormatException other) {
      return -1;
    }
  }

  /** Writes a file that is either not there, or whole; readable for the application's user only. */
  private void replace(String name, byte[] bytes) throws IOException {
    Path draft = folder.resolve("." + name + ".new");
    Files.deleteIfExists(draft);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.write(draft, bytes);
    Path file = folder.resolve(name);
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Has nothing more be saved, and waits a little for what is. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("cluster={} {} is too slow for the last inputs of the scheduler", cluster, folder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
