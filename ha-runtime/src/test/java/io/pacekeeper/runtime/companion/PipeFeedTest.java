package io.pacekeeper.runtime.companion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real pipe, into which the JVM and the companion's clock write. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class PipeFeedTest {
  @TempDir Path folder;
  private String path;

  @BeforeEach
  void makePipe() throws Exception {
    path = folder.resolve("pipe").toString();
    assertThat(new ProcessBuilder("mkfifo", path).start().waitFor()).isZero();
  }

  private static void write(OutputStream jvm, String line) throws Exception {
    jvm.write((line + "\n").getBytes(UTF_8));
    jvm.flush();
  }

  @Test
  void aTickComesInTimeAndAfterEverythingThatWasWrittenBefore() throws Exception {
    try (RandomAccessFile both = new RandomAccessFile(path, "rw");
        InputStream pipe = new FileInputStream(path);
        OutputStream jvm = new FileOutputStream(path)) {
      PipeFeed feed = new PipeFeed(pipe, path, e -> {});
      assertThat(feed.next(Long.MAX_VALUE)).startsWith("tick ");
      for (int i = 0; i < 500; i++) {
        write(jvm, "line " + i);
      }
      long wanted = System.nanoTime();
      List<String> lines = new ArrayList<>();
      String line = feed.next(wanted);
      while (!line.startsWith("tick ")) {
        lines.add(line);
        line = feed.next(wanted);
      }
      assertThat(lines).hasSize(500);
      assertThat(Long.parseLong(line.split(" ")[1])).isGreaterThanOrEqualTo(wanted);

      long later = System.nanoTime() + Duration.ofMillis(50).toNanos();
      do {
        line = feed.next(later);
      } while (Long.parseLong(line.split(" ")[1]) < later);
      assertThat(System.nanoTime()).isGreaterThanOrEqualTo(later);
      assertThat(both.getFD().valid()).isTrue();
    }
  }

  @Test
  void itEndsWhenTheJvmsEndIsClosedThoughTheClockWritesToo() throws Exception {
    RandomAccessFile both = new RandomAccessFile(path, "rw");
    try (InputStream pipe = new FileInputStream(path)) {
      OutputStream jvm = new FileOutputStream(path);
      PipeFeed feed = new PipeFeed(pipe, path, e -> {});
      feed.next(Long.MAX_VALUE);
      write(jvm, "last");
      jvm.close();
      both.close();
      assertThat(feed.next(Long.MAX_VALUE)).isEqualTo("last");
      assertThat(feed.next(Long.MAX_VALUE)).isNull();
    }
  }
}
