package io.pacekeeper.examples.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.examples.evidence.EvidenceLine.Event;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceFileTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsThereAtOnce() throws IOException {
    Path file = folder.resolve("evidence");
    try (EvidenceFile evidence = EvidenceFile.append(file);
        EvidenceFile another = EvidenceFile.append(file)) {
      long before = System.nanoTime();
      evidence.write("node1", "r0", Event.START, 7);
      another.write("node2", "r0", Event.STOP, 8);

      List<EvidenceLine> lines = EvidenceFile.read(file);

      assertThat(lines).extracting(EvidenceLine::node).containsExactly("node1", "node2");
      assertThat(lines.get(0).nanos()).isBetween(before, lines.get(1).nanos());
      assertThat(Files.readString(file)).endsWith(" node2 r0 stop 8\n");
    }
  }

  @Test
  void aLineThatHasNoEndYetIsLeftOut() throws IOException {
    Path file = folder.resolve("evidence");
    Files.writeString(file, "1 node1 r0 start 7\n2 node1 r0 st");

    assertThat(EvidenceFile.read(file)).hasSize(1);

    Files.writeString(file, "op 7\n", StandardOpenOption.APPEND);
    assertThat(EvidenceFile.read(file)).hasSize(2);
  }

  @Test
  void whatIsNoEvidenceIsNamed() throws IOException {
    Path file = folder.resolve("evidence");
    Files.writeString(file, "1 node1 r0 begin 7\n");

    assertThatThrownBy(() -> EvidenceFile.read(file)).hasMessageContaining("1 node1 r0 begin 7");
  }

  /** Lines of different processes can be compared only if they have one clock. */
  @Test
  void theClockIsOneForAllProcesses() throws Exception {
    long before = System.nanoTime();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PrintClock.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long other;
    try (InputStream output = process.getInputStream()) {
      other = Long.parseLong(new String(output.readAllBytes(), UTF_8).strip());
    }
    assertThat(process.waitFor()).isZero();

    assertThat(other).isBetween(before, System.nanoTime());
  }

  static final class PrintClock {
    public static void main(String[] args) {
      System.out.println(System.nanoTime());
    }
  }
}
