package io.pacekeeper.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The file in which the services of all nodes write down when they start and stop. A line is one
 * write to a file opened for appending: it is there whatever becomes of the process. {@link
 * System#nanoTime} is CLOCK_MONOTONIC on Linux, one clock for all processes of the host.
 */
final class Evidence implements Closeable {
  private final FileChannel channel;

  Evidence(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void started(String node, String service, long token) throws IOException {
    write(new EvidenceLine(System.nanoTime(), node, service, true, token));
  }

  void stopped(String node, String service, long token) throws IOException {
    write(new EvidenceLine(System.nanoTime(), node, service, false, token));
  }

  private void write(EvidenceLine line) throws IOException {
    channel.write(ByteBuffer.wrap((line + "\n").getBytes(UTF_8)));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Returns what has been written down by now, by time. */
  static List<EvidenceLine> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(EvidenceLine::parse)
        .sorted(Comparator.comparingLong(EvidenceLine::nanos))
        .toList();
  }

  /**
   * Returns when a service was active where, the earliest first.
   *
   * @param deaths when each process that was killed was killed, by node
   */
  static List<Stay> stays(
      List<EvidenceLine> lines, Map<String, List<Long>> deaths, String service) {
    List<Stay> stays = new ArrayList<>();
    for (EvidenceLine line : lines) {
      if (!line.service().equals(service)) {
        continue;
      }
      if (line.start()) {
        long death = death(deaths.getOrDefault(line.node(), List.of()), line.nanos());
        stays.add(new Stay(line.node(), line.nanos(), death));
      } else {
        stays.replaceAll(stay -> stay.endsWith(line) ? stay.until(line.nanos()) : stay);
      }
    }
    return stays;
  }

  private static long death(List<Long> deaths, long start) {
    return deaths.stream().filter(death -> death >= start).findFirst().orElse(Long.MAX_VALUE);
  }

  /**
   * A time during which a service was active on a node.
   *
   * @param node where
   * @param from since when
   * @param to until when, {@link Long#MAX_VALUE} if it is active now
   */
  record Stay(String node, long from, long to) {
    boolean isOver() {
      return to != Long.MAX_VALUE;
    }

    private boolean endsWith(EvidenceLine stop) {
      return !isOver() && stop.node().equals(node);
    }

    private Stay until(long nanos) {
      return new Stay(node, from, nanos);
    }
  }
}
