package io.pacekeeper.benchmarks.failover;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pacekeeper.examples.evidence.EvidenceFile;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.List;

/**
 * The JVM of a participant: does what it is told, a line at a time on its standard input, and says
 * when that is done.
 */
final class ParticipantJvm {
  /** Says that the JVM is up, with its threads and its heap in bytes before it takes part. */
  static final String UP = "UP";

  /** Takes a phase's number. */
  static final String BEGIN = "begin";

  /** Asks for the JVM's threads and its heap in bytes. */
  static final String STATISTICS = "statistics";

  /** Has it leave; the JVM ends. */
  static final String LEAVE = "leave";

  /** Says that what was asked for is done. */
  static final String DONE = "DONE";

  private static final int MEGABYTE = 1 << 20;

  private ParticipantJvm() {}

  /** Takes {@link ParticipantOptions}. */
  public static void main(String[] args) throws Exception {
    ParticipantOptions options = ParticipantOptions.parse(args);
    byte[][] ballast = new byte[options.ballast()][MEGABYTE];
    try (EvidenceFile evidence = EvidenceFile.append(options.evidence());
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      Participant participant = participant(options, evidence);
      say(UP + " " + statistics());
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        List<String> words = List.of(line.split(" "));
        switch (words.get(0)) {
          case BEGIN -> {
            participant.begin(Integer.parseInt(words.get(1)));
            say(DONE);
          }
          case STATISTICS -> say(DONE + " " + statistics());
          case LEAVE -> {
            participant.leave();
            say(DONE);
            Runtime.getRuntime().halt(0);
          }
          default -> throw new IllegalArgumentException("nobody knows how to " + line);
        }
      }
    } finally {
      Reference.reachabilityFence(ballast);
    }
    // Whoever measured is gone.
    Runtime.getRuntime().halt(1);
  }

  private static Participant participant(ParticipantOptions options, EvidenceFile evidence)
      throws Exception {
    return switch (options.contender()) {
      case PACEKEEPER -> new PacekeeperParticipant(options, evidence);
      case LATCH -> new LatchParticipant(options, evidence);
      case FLOOR -> new FloorParticipant(options, evidence);
    };
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static String statistics() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getThreadMXBean().getThreadCount()
        + " "
        + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
