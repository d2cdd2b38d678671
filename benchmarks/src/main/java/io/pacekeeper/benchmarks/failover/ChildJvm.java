package io.pacekeeper.benchmarks.failover;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM that is told what to do by its standard input, and answers on its standard output. */
final class ChildJvm implements AutoCloseable {
  /** What every JVM of a measurement is started with. */
  static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xmx512m", "-XX:-UsePerfData");

  private static final int PATIENCE_SECONDS = 90;

  private final String name;
  private final Process process;
  private final Writer input;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private ChildJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    this.input = new OutputStreamWriter(process.getOutputStream(), UTF_8);
    Thread reader = new Thread(this::read, "output of " + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a JVM.
   *
   * @param log where its standard error goes
   */
  static ChildJvm start(String name, Path log, Class<?> main, List<String> arguments)
      throws IOException {
    return start(name, log, List.of(), main, arguments);
  }

  /** Starts a JVM with more flags than all have. */
  static ChildJvm start(
      String name, Path log, List<String> flags, Class<?> main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(flags);
    command.add("-Dlogback.configurationFile=" + FailoverBenchmark.LOGGING);
    command.add("-Dpacekeeper.log=" + System.getProperty("pacekeeper.log", "WARN"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new ChildJvm(name, builder.start());
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // It was killed; what it did not say is missed by whoever waits for it.
    }
  }

  void say(String line) {
    try {
      input.write(line + "\n");
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " does not listen any more", e);
    }
  }

  /** Returns the next line. */
  String hear() throws InterruptedException {
    String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new IllegalStateException(
          name + (process.isAlive() ? " says nothing" : " ended, with " + process.exitValue()));
    }
    return line;
  }

  /** Returns the words of the next line, which has to begin with this one. */
  List<String> hear(String first) throws InterruptedException {
    String line = hear();
    List<String> words = List.of(line.split(" "));
    if (!words.get(0).equals(first)) {
      throw new IllegalStateException(name + " should say " + first + ", but says: " + line);
    }
    return words;
  }

  /** Ends it with SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  /** Ends it with SIGKILL, and before it whatever it has started, so that nobody sees it die. */
  void killWithChildren() throws InterruptedException {
    List<ProcessHandle> children = process.descendants().toList();
    children.forEach(ProcessHandle::destroyForcibly);
    close();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
    process.waitFor();
  }
}
