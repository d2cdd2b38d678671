package io.pacekeeper.runtime.companion;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The program that a companion runs: takes in through its standard input whose companion it is, and
 * watches that JVM until there is nothing to do any more. What it answers goes to the standard
 * output, which the JVM reads.
 */
public final class CompanionProgram {
  private static final String STANDARD_INPUT = "/proc/self/fd/0";

  /** Signals that are sent to whole groups of processes, when the JVM is meant. */
  private static final String[] NOT_FOR_US = {"TERM", "INT", "HUP", "TSTP", "TTIN", "TTOU"};

  private static final CompanionWatch.Time TIME =
      new CompanionWatch.Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pause(long nanos) {
          LockSupport.parkNanos(this, nanos);
        }
      };

  private CompanionProgram() {}

  /**
   * Runs the program, and ends this JVM.
   *
   * @param records makes what writes deaths down, of the settings that were told
   */
  public static void run(
      Function<? super SortedMap<String, String>, ? extends DeathRecord> records) {
    int status = 1;
    try {
      ignoreSignals();
      serve(new PipeFeed(System.in, STANDARD_INPUT, CompanionProgram::fail), records);
      status = 0;
    } catch (IOException | RuntimeException e) {
      fail(e);
    } finally {
      System.out.flush();
      Runtime.getRuntime().halt(status);
    }
  }

  /** A companion that cannot do its work ends, so that there is another one. */
  private static void fail(Exception e) {
    System.out.println(Pipe.WARN + " " + e);
    System.out.flush();
    Runtime.getRuntime().halt(1);
  }

  private static void serve(
      PipeFeed feed, Function<? super SortedMap<String, String>, ? extends DeathRecord> records)
      throws IOException {
    SortedMap<String, String> settings = new TreeMap<>();
    WatchedProcess target = null;
    long patience = -1;
    while (patience < 0) {
      String line = feed.next(Long.MAX_VALUE);
      if (line == null) {
        return;
      }
      String[] words = line.split(" ");
      switch (words[0]) {
        case Pipe.HELLO -> target = target(words);
        case Pipe.SET -> settings.put(Pipe.text(words[1]), Pipe.text(words[2]));
        case Pipe.BEGIN -> patience = Long.parseLong(words[1]);
        default -> {
          // A tick, or what a later version says.
        }
      }
    }
    if (target == null) {
      throw new IOException("it was not told whose companion it is");
    }
    try (Words words = new Words(settings.get(CompanionLaunch.LOG));
        DeathRecord record = records.apply(settings)) {
      record.open(words);
      System.out.println(Pipe.READY);
      rehearse(target);
      new CompanionWatch(target, record, TIME, System.out::println, words, patience).watch(feed);
    }
  }

  /** Beside what it is told, which it answers at once. */
  private static void rehearse(WatchedProcess target) {
    Thread rehearsal = new Thread(target::rehearse, "companion-rehearsal");
    rehearsal.setDaemon(true);
    rehearsal.start();
  }

  /** Returns the process that was said, if it is one, and by the same clock. */
  private static WatchedProcess target(String[] words) throws IOException {
    if (Integer.parseInt(words[1]) != Pipe.FORMAT) {
      throw new IOException("it understands format " + Pipe.FORMAT + ", not " + words[1]);
    }
    WatchedProcess target = new WatchedProcess(Long.parseLong(words[2]), Long.parseLong(words[3]));
    String problem = target.problem();
    if (problem != null) {
      throw new IOException(problem);
    }
    if (System.nanoTime() - Long.parseLong(words[4]) < 0) {
      throw new IOException("its clock is another one than that of the JVM");
    }
    return target;
  }

  /** There is no public way to ignore a signal; the JDK's own needs no more than its name. */
  private static void ignoreSignals() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler nothing = (proxy, method, arguments) -> null;
      Object ignoring =
          Proxy.newProxyInstance(
              CompanionProgram.class.getClassLoader(), new Class<?>[] {handler}, nothing);
      for (String name : NOT_FOR_US) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, one, ignoring);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      System.out.println(Pipe.WARN + " signals to the JVM's group will end this companion: " + e);
    }
  }

  /** What it says: to the JVM as long as that lives, and to its own file if it has one. */
  private static final class Words implements DeathRecord.Voice, AutoCloseable {
    private final @Nullable PrintStream file;

    Words(@Nullable String log) throws IOException {
      file =
          log == null
              ? null
              : new PrintStream(new FileOutputStream(log, true), true, StandardCharsets.UTF_8);
    }

    @Override
    public void say(String sentence) {
      write(Pipe.SAY, sentence);
    }

    @Override
    public void warn(String sentence) {
      write(Pipe.WARN, sentence);
    }

    private void write(String how, String sentence) {
      String line = sentence.replaceAll("\\s+", " ");
      if (file != null) {
        file.println(Instant.now() + " " + how + " " + line);
      }
      System.out.println(how + " " + line);
    }

    @Override
    public void close() {
      if (file != null) {
        file.close();
      }
    }
  }
}
