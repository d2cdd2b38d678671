package io.pacekeeper.examples.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of evidence, to which any number of processes append. A line is one write to a file that
 * is opened for appending, so it is there, whole, once the call has returned, whatever becomes of
 * the process. Safe for use by several threads.
 *
 * <p>The time of a line is {@link System#nanoTime}. On Linux that is CLOCK_MONOTONIC, one clock for
 * all processes of the host, so that lines of different processes can be compared.
 */
public final class EvidenceFile implements Closeable {
  private final Path path;
  private final FileChannel channel;

  private EvidenceFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Opens a file for appending, and creates it if it is not there.
   *
   * @throws IOException if that cannot be done
   */
  public static EvidenceFile append(Path file) throws IOException {
    return new EvidenceFile(
        file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /** Returns which file it is. */
  public Path path() {
    return path;
  }

  /**
   * Appends that something happens now.
   *
   * @throws IOException if it cannot be written whole
   */
  public void write(String node, String resource, EvidenceLine.Event event, long token)
      throws IOException {
    String line = new EvidenceLine(System.nanoTime(), node, resource, event, token) + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(UTF_8));
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      throw new IOException("a line of evidence was not written whole: " + line.strip());
    }
  }

  /**
   * Reads all lines that are in a file by now. A last line that has no end yet is left out.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if there is something else in it
   */
  public static List<EvidenceLine> read(Path file) throws IOException {
    String text = Files.readString(file);
    List<EvidenceLine> lines = new ArrayList<>();
    text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(EvidenceLine::parse)
        .forEach(lines::add);
    return lines;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
