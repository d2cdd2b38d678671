package io.pacekeeper.benchmarks.failover;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pacekeeper.examples.evidence.EvidenceLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evidence that grows for long, of which only what is new is read again and again. */
final class EvidenceTail {
  private final Path file;
  private long offset;
  private List<EvidenceLine> lines = new ArrayList<>();

  EvidenceTail(Path file) {
    this.file = file;
  }

  /** Returns what is active by now, with everything that was written since {@link #shorten}. */
  Activity activity() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - offset));
      channel.read(bytes, offset);
      String text = new String(bytes.array(), 0, bytes.position(), UTF_8);
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      whole.lines().map(EvidenceLine::parse).forEach(lines::add);
      offset += whole.getBytes(UTF_8).length;
    }
    return new Activity(lines);
  }

  /** Forgets everything but the last line of each resource, which has to be active once. */
  void shorten() {
    Map<String, EvidenceLine> last = new LinkedHashMap<>();
    lines.forEach(line -> last.put(line.resource(), line));
    lines = new ArrayList<>(last.values());
  }
}
