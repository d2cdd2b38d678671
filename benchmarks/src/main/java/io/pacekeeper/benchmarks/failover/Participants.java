package io.pacekeeper.benchmarks.failover;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The JVMs that take part. */
final class Participants implements AutoCloseable {
  /** How many there are. */
  static final int COUNT = 3;

  private final IntFunction<ParticipantOptions> options;
  private final Path folder;
  private final List<String> flags;
  private final List<ChildJvm> jvms = new ArrayList<>();
  private final List<List<String>> baselines = new ArrayList<>();

  Participants(IntFunction<ParticipantOptions> options, Path folder) {
    this(options, folder, List.of());
  }

  /** Makes them; their JVMs are started with these flags, too. */
  Participants(IntFunction<ParticipantOptions> options, Path folder, List<String> flags) {
    this.options = options;
    this.folder = folder;
    this.flags = flags;
  }

  /** Starts them all, and has them take part. */
  void start() throws IOException, InterruptedException {
    for (int i = 0; i < COUNT; i++) {
      jvms.add(launch(i));
    }
    for (ChildJvm jvm : jvms) {
      baselines.add(jvm.hear(ParticipantJvm.UP));
    }
    for (int phase = 0; phase < Participant.PHASES; phase++) {
      for (ChildJvm jvm : jvms) {
        jvm.say(ParticipantJvm.BEGIN + " " + phase);
      }
      for (ChildJvm jvm : jvms) {
        jvm.hear(ParticipantJvm.DONE);
      }
    }
  }

  private ChildJvm launch(int index) throws IOException {
    ParticipantOptions own = options.apply(index);
    return ChildJvm.start(
        own.name(),
        folder.resolve(own.name() + ".log"),
        flags,
        ParticipantJvm.class,
        own.toArguments());
  }

  /** Starts one again that was killed, and has it take part. */
  void restart(int index) throws IOException, InterruptedException {
    ChildJvm jvm = launch(index);
    jvms.set(index, jvm);
    baselines.set(index, jvm.hear(ParticipantJvm.UP));
    for (int phase = 0; phase < Participant.PHASES; phase++) {
      jvm.say(ParticipantJvm.BEGIN + " " + phase);
      jvm.hear(ParticipantJvm.DONE);
    }
  }

  ChildJvm get(int index) {
    return jvms.get(index);
  }

  /** Returns by how much a figure of a JVM's statistics grew since it was up. */
  double growth(int index, int word) throws InterruptedException {
    ChildJvm jvm = jvms.get(index);
    jvm.say(ParticipantJvm.STATISTICS);
    List<String> now = jvm.hear(ParticipantJvm.DONE);
    return Double.parseDouble(now.get(word)) - Double.parseDouble(baselines.get(index).get(word));
  }

  /** Kills them all. */
  @Override
  public void close() throws InterruptedException {
    for (ChildJvm jvm : jvms) {
      jvm.close();
    }
  }
}
