package io.pacekeeper.examples.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A minute of the fault lab, where the machine can make network namespaces. */
@EnabledOnOs(OS.LINUX)
class FaultLabTest {
  /** What {@code lab/run} ends with where it cannot run. */
  private static final int CANNOT = 77;

  @TempDir Path folder;

  @Test
  void nothingIsActiveTwiceWhenRealProcessesBreakInARealNetwork() throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of("..", "lab", "run").toAbsolutePath().normalize().toString(),
                "--minutes",
                "1",
                "--steps",
                "3",
                "--seed",
                "28",
                "--faults",
                "paused-long,frozen-together,cut-to-zookeeper")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("LAB_CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process lab = builder.start();
    boolean ended = lab.waitFor(5, TimeUnit.MINUTES);
    if (!ended) {
      // It clears up after itself.
      lab.destroy();
      lab.waitFor(1, TimeUnit.MINUTES);
    }
    String said = Files.readString(output, UTF_8);
    assumeThat(lab.exitValue()).as(said.strip()).isNotEqualTo(CANNOT);
    System.out.println(said);
    assertThat(ended).as("it ends in time").isTrue();
    assertThat(lab.exitValue()).as(said).isZero();
  }
}
