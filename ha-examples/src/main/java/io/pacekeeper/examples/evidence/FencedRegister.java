package io.pacekeeper.examples.evidence;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

/**
 * A file that keeps the largest fencing token it was ever shown, and refuses smaller ones: the
 * least that a store has to do for a zombie's writes to do no harm. Any number of processes may
 * write to one; within a process, one thread at a time.
 */
public final class FencedRegister implements Closeable {
  /** Of everything that is written, so that a write replaces the one before whole. */
  private static final int LENGTH = 60;

  private final FileChannel channel;

  /** What became of a write. */
  public enum Answer {
    /** It is there. */
    WRITTEN,
    /** A larger token has been there before. */
    REFUSED,
    /** Somebody else was writing; nothing was done. */
    BUSY
  }

  /**
   * What was written last.
   *
   * @param token by whom
   * @param nanos when, on the host's monotonic clock
   * @param wallMillis what the writer's wall clock said
   */
  public record Content(long token, long nanos, long wallMillis) {}

  private FencedRegister(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens a register, and creates it if it is not there.
   *
   * @throws IOException if that cannot be done
   */
  public static FencedRegister open(Path file) throws IOException {
    return new FencedRegister(
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /**
   * Writes with a fencing token. Comparing and writing is one step for everybody else.
   *
   * @throws IOException if the file cannot be read or written
   */
  public Answer write(long token) throws IOException {
    // Not waited for: who is frozen in the middle of a write would hold up all others.
    try (FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return Answer.BUSY;
      }
      byte[] before = new byte[LENGTH];
      if (channel.read(ByteBuffer.wrap(before), 0) == LENGTH && parse(before).token() > token) {
        return Answer.REFUSED;
      }
      String text =
          String.format(
              Locale.ROOT,
              "%19d %19d %19d\n",
              token,
              System.nanoTime(),
              System.currentTimeMillis());
      channel.write(ByteBuffer.wrap(text.getBytes(US_ASCII)), 0);
      return Answer.WRITTEN;
    } catch (OverlappingFileLockException e) {
      return Answer.BUSY;
    }
  }

  /**
   * Returns what was written last, if anything was.
   *
   * @throws IOException if the file is there and cannot be read
   */
  public static Optional<Content> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(file);
    return bytes.length == LENGTH ? Optional.of(parse(bytes)) : Optional.empty();
  }

  private static Content parse(byte[] bytes) {
    String[] words = new String(bytes, US_ASCII).strip().split(" +");
    return new Content(
        Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
