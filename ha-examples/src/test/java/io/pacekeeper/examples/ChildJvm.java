package io.pacekeeper.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A main that runs in a JVM of its own, with its output in a file. */
final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final Path output;

  private ChildJvm(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static ChildJvm start(Path output, Class<?> main, String... arguments) throws IOException {
    return start(output, command(main, arguments));
  }

  /** Starts it as the child of a process that lives on and never asks what became of it. */
  static ChildJvm startUnreaped(Path output, Class<?> main, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "\"$@\" & exec sleep 600", "unreaped"));
    command.addAll(command(main, arguments));
    return start(output, command);
  }

  /** Starts it by another command, whose arguments are those of java. */
  static ChildJvm startBy(List<String> by, Path output, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(by);
    command.addAll(command(main, arguments));
    return start(output, command);
  }

  private static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static ChildJvm start(Path output, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new ChildJvm(process, output);
  }

  Process process() {
    return process;
  }

  String output() throws IOException {
    return Files.readString(output, UTF_8);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
