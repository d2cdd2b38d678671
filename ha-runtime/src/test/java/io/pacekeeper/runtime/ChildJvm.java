package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real JVM that a test starts, and that has to end by itself. */
final class ChildJvm {
  /** How it ended. */
  record Ended(int status, String output) {}

  private ChildJvm() {}

  /** Runs a main class of the tests, its output in a file of the folder. */
  static Ended run(Path folder, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Path output = folder.resolve(main.getSimpleName() + ".out");
    int status = run(ProcessBuilder.Redirect.to(output.toFile()), main, arguments);
    return new Ended(status, Files.readString(output, StandardCharsets.UTF_8));
  }

  /** Runs it with an output that nobody reads. */
  static int runUnread(Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    return run(ProcessBuilder.Redirect.PIPE, main, arguments);
  }

  private static int run(ProcessBuilder.Redirect output, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("the JVM ended by itself").isTrue();
    return process.exitValue();
  }
}
