package io.pacekeeper.pacemaker.conformance;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Pacemaker's own simulator, where it is installed. It is asked as its authors' tests ask it; what
 * it does not answer in time it answers with nothing.
 */
public final class CrmSimulate implements Decider {
  private static final Path PROGRAM =
      Path.of(System.getProperty("crm_simulate", "/usr/sbin/crm_simulate"));
  private static final long LIMIT_SECONDS = Integer.getInteger("crm_simulate.limit", 60);

  private final Path folder;
  private final boolean scores;

  /** Keeps the files of each question in a folder. */
  public CrmSimulate(Path folder) {
    this(folder, true);
  }

  /**
   * Keeps the files of each question in a folder.
   *
   * @param scores whether the scores are wanted: they take a second run
   */
  public CrmSimulate(Path folder, boolean scores) {
    this.folder = folder;
    this.scores = scores;
  }

  /** Returns whether there is one to ask. */
  public static boolean installed() {
    return Files.isExecutable(PROGRAM);
  }

  @Override
  public Decision decide(String cib, List<String> arguments) {
    try {
      Path input = folder.resolve("input.xml");
      Path dot = folder.resolve("output.dot");
      Files.writeString(input, cib);
      Files.deleteIfExists(dot);
      if (!scores) {
        String both = run(List.of("-x", input.toString(), "-S", "-D", dot.toString()));
        return new Decision(both, Files.exists(dot) ? Files.readString(dot) : "", "");
      }
      String summary = run(List.of("-x", input.toString(), "-S"));
      List<String> second =
          new ArrayList<>(List.of("-x", input.toString(), "-D", dot.toString(), "-sSQ"));
      second.addAll(arguments);
      String scores = run(second);
      return new Decision(summary, Files.exists(dot) ? Files.readString(dot) : "", scores);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String run(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(PROGRAM.toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    builder.environment().put("CIB_shadow_dir", folder.toString());
    builder.environment().putIfAbsent("PCMK_schema_directory", "/usr/share/pacemaker");
    File output = folder.resolve("output.txt").toFile();
    builder.redirectOutput(output).redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "";
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while crm_simulate ran", e);
    }
    return Files.readString(output.toPath(), StandardCharsets.UTF_8);
  }
}
