package io.pacekeeper.runtime.companion;

import io.pacekeeper.api.HaException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A companion in a process of its own, started again whenever it ends. A thread does all that could
 * block: it starts the process, and writes to it what is newest; another one reads the answers.
 */
public final class CompanionProcess implements OuterGuard {
  private static final Logger LOG = LoggerFactory.getLogger(CompanionProcess.class);

  /** How many messages may be without an answer, so that the pipe is never full. */
  private static final int MOST_UNANSWERED = 200;

  private static final Duration START_PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORTEST_ANSWER_PATIENCE = Duration.ofSeconds(2);
  private static final Duration QUIT_PATIENCE = Duration.ofSeconds(3);
  private static final Duration LOOK_OFTEN = Duration.ofMillis(100);
  private static final Duration LOOK_SELDOM = Duration.ofMinutes(1);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

  /** How long it must have lived for the next to be started without waiting long. */
  private static final Duration LONG_LIFE = Duration.ofMinutes(1);

  /**
   * What a JVM of 16 MB does well without. It needs 5 MB of heap at rest, and so takes little more.
   */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xmx16m",
          "-Xms4m",
          "-Xmn1m",
          "-XX:MinHeapFreeRatio=20",
          "-XX:MaxHeapFreeRatio=40",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-XX:+ExitOnOutOfMemoryError",
          "-Dslf4j.internal.verbosity=ERROR");

  /**
   * What would give it the options of the application's JVM; and a secret, which it is told through
   * the pipe, where nobody else can read it.
   */
  private static final List<String> NOT_INHERITED =
      List.of(
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "_JAVA_OPTIONS",
          "CLASSPATH",
          "PACEKEEPER_CREDENTIALS");

  private final String name;
  private final String answers;
  private final CompanionLaunch launch;
  private final Terms terms;
  private final Listener listener;
  private final Thread thread;

  /** Held for a moment by whoever says something new. */
  private final ReentrantLock saying = new ReentrantLock();

  private volatile Told newest = Told.NOTHING;
  private volatile boolean closing;
  private volatile @Nullable Life life;

  /**
   * How patient everybody is.
   *
   * @param answer for how long the companion may not answer before another one is started
   * @param missing for how long there may be none that guards before the listener hears of it
   * @param confirming for how long the companion tries to have a death written down
   */
  public record Terms(Duration answer, Duration missing, Duration confirming) {
    /** Returns the terms for a lease of this length. */
    public static Terms ofLease(Duration length) {
      Duration quarter = length.dividedBy(4);
      return new Terms(
          quarter.compareTo(SHORTEST_ANSWER_PATIENCE) < 0 ? SHORTEST_ANSWER_PATIENCE : quarter,
          length,
          length.multipliedBy(2));
    }
  }

  /** What is to be told, and whether the JVM is to be killed, for a reason. */
  private record Told(long number, Watched watched, String reason) {
    static final Told NOTHING = new Told(0, new Watched(null, 0, false), "");

    Told next(Watched newest) {
      return reason.isEmpty() ? new Told(number + 1, newest, "") : this;
    }

    Told killed(long atNanos, String why) {
      return reason.isEmpty()
          ? new Told(number + 1, new Watched(watched.incarnation(), atNanos, true), why)
          : this;
    }

    String line() {
      return CompanionWatch.line(number, watched, reason);
    }
  }

  /** One process, from its start to its end. Written by the companion's thread, read by others. */
  private static final class Life {
    final Process process;
    final long bornNanos = System.nanoTime();
    volatile boolean ready;
    volatile boolean ended;
    volatile long answered = -1;
    volatile long sent = -1;
    volatile long sentNanos;
    int unanswered;

    Life(Process process) {
      this.process = process;
    }
  }

  /**
   * Makes one, and starts it in the background.
   *
   * @param cluster the cluster's name
   * @param node the node's
   */
  public CompanionProcess(
      String cluster, String node, CompanionLaunch launch, Terms terms, Listener listener) {
    this.name = "cluster=" + cluster + " node=" + node;
    this.answers = "ha-" + cluster + "-companion-answers";
    this.launch = launch;
    this.terms = terms;
    this.listener = listener;
    this.thread = new Thread(this::run, "ha-" + cluster + "-companion");
    thread.setDaemon(true);
  }

  /**
   * Throws if there can be no companion here.
   *
   * @throws HaException with the reason
   */
  public static void requireSupported() {
    try {
      WatchedProcess.thisJvm();
    } catch (IOException e) {
      throw new HaException("it sees its JVM in /proc, and there is none: " + e.getMessage(), e);
    }
  }

  /** Starts the process, in the background. */
  public void start() {
    if (ProcessHandle.current().pid() == 1) {
      LOG.warn(
          "{} this JVM is process 1 of its container, whose end its companion does not survive:"
              + " start it by another process that stays, such as pk guard",
          name);
    }
    thread.start();
  }

  @Override
  public void watch(Watched watched) {
    say(told -> told.next(watched));
  }

  @Override
  public void kill(long atNanos, String reason) {
    say(told -> told.killed(atNanos, reason));
  }

  private void say(UnaryOperator<Told> change) {
    saying.lock();
    try {
      newest = change.apply(newest);
    } finally {
      saying.unlock();
    }
    LockSupport.unpark(thread);
  }

  /** Returns whether it has answered what was told last. */
  private boolean isArmed() {
    Life current = life;
    Told told = newest;
    return current != null
        && !current.ended
        && told.watched().armed()
        && current.answered >= told.number();
  }

  @Override
  public boolean awaitArmed(Duration patience) throws InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    while (!isArmed()) {
      if (closing || System.nanoTime() - until >= 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return true;
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    if (Thread.currentThread() != thread) {
      try {
        thread.join(2 * QUIT_PATIENCE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    Missing missing = new Missing();
    Duration backoff = FIRST_BACKOFF;
    while (!closing) {
      Life current = null;
      String reason;
      try {
        current = begin();
        life = current;
        attend(current, missing);
        reason = "it ended with the exit status " + exitStatus(current);
      } catch (IOException e) {
        reason = e.getMessage() == null ? e.toString() : e.getMessage();
      } finally {
        life = null;
        if (current != null) {
          current.process.destroyForcibly();
        }
      }
      if (closing) {
        return;
      }
      boolean livedLong =
          current != null && System.nanoTime() - current.bornNanos > LONG_LIFE.toNanos();
      backoff = livedLong ? FIRST_BACKOFF : backoff;
      LOG.warn(
          "{} there is no companion: {}; another is started in {} ms",
          name,
          reason,
          backoff.toMillis());
      missing.since(reason);
      sleep(backoff, missing);
      Duration doubled = backoff.multipliedBy(2);
      backoff = doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
    }
  }

  private void sleep(Duration time, Missing missing) {
    long until = System.nanoTime() + time.toNanos();
    while (!closing && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(this, until - System.nanoTime());
      missing.look();
    }
  }

  private Life begin() throws IOException {
    WatchedProcess jvm = WatchedProcess.thisJvm();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, launch.classPath()));
    command.add(launch.mainClass());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    NOT_INHERITED.forEach(builder.environment()::remove);
    // Its threads hardly allocate outside the heap: one arena of the C library does for all.
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    Life begun = new Life(builder.start());
    Thread reader = new Thread(() -> read(begun), answers);
    reader.setDaemon(true);
    reader.start();
    StringBuilder hello = new StringBuilder();
    line(
        hello,
        Pipe.HELLO,
        Integer.toString(Pipe.FORMAT),
        Long.toString(jvm.pid()),
        Long.toString(jvm.startTicks()),
        Long.toString(System.nanoTime()));
    for (Map.Entry<String, String> setting : launch.settings().entrySet()) {
      line(hello, Pipe.SET, Pipe.word(setting.getKey()), Pipe.word(setting.getValue()));
    }
    line(hello, Pipe.BEGIN, Long.toString(terms.confirming().toNanos()));
    send(begun, hello.toString());
    return begun;
  }

  private static void line(StringBuilder lines, String... words) {
    lines.append(String.join(" ", words)).append('\n');
  }

  /** Tells one process what there is to tell, until it has ended or is to. */
  private void attend(Life current, Missing missing) throws IOException {
    while (!current.ended) {
      Told told = newest;
      if (closing && told.reason().isEmpty()) {
        dismiss(current);
        return;
      }
      if (told.number() > current.sent) {
        current.unanswered = current.answered >= current.sent ? 1 : current.unanswered + 1;
        if (current.unanswered == 1) {
          current.sentNanos = System.nanoTime();
        }
        current.sent = told.number();
        send(current, told.line() + "\n");
      }
      if (current.ready && current.answered >= current.sent) {
        missing.over(current.process.pid());
      }
      requireAnswer(current);
      missing.look();
      boolean awaits =
          closing || !current.ready || current.answered < current.sent || missing.isDue();
      // What parked this thread above, such as a lock of the log, may have taken a wake-up.
      if (newest.number() == current.sent && !current.ended) {
        LockSupport.parkNanos(this, (awaits ? LOOK_OFTEN : LOOK_SELDOM).toNanos());
      }
    }
  }

  private void requireAnswer(Life current) throws IOException {
    long now = System.nanoTime();
    long silent = now - (current.ready ? current.sentNanos : current.bornNanos);
    Duration patience = current.ready ? terms.answer() : START_PATIENCE;
    boolean owes = !current.ready || current.answered < current.sent;
    if (owes && (silent > patience.toNanos() || current.unanswered > MOST_UNANSWERED)) {
      // This JVM may have been held up itself, and the answer be there already.
      LockSupport.parkNanos(this, Duration.ofMillis(200).toNanos());
      if (!current.ready || current.answered < current.sent) {
        throw new IOException("it has not answered for " + silent / 1_000_000 + " ms");
      }
    }
  }

  private static void send(Life current, String lines) throws IOException {
    OutputStream pipe = current.process.getOutputStream();
    pipe.write(lines.getBytes(StandardCharsets.UTF_8));
    pipe.flush();
  }

  /** Lets the process end. */
  private static void dismiss(Life current) throws IOException {
    send(current, Pipe.QUIT + "\n");
    try {
      current.process.waitFor(QUIT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String exitStatus(Life current) {
    try {
      return current.process.waitFor(1, TimeUnit.SECONDS)
          ? Integer.toString(current.process.exitValue())
          : "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }

  /** Reads what a process answers, until it has ended. */
  private void read(Life current) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(current.process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
          case Pipe.READY -> {
            current.sentNanos = System.nanoTime();
            current.ready = true;
          }
          case Pipe.ACK -> current.answered = Long.parseLong(words[1]);
          case Pipe.SAY -> LOG.info("{} companion: {}", name, words[1]);
          default -> LOG.warn("{} companion: {}", name, words[words.length - 1]);
        }
        LockSupport.unpark(thread);
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("{} the companion's answers ended", name, e);
    } finally {
      current.ended = true;
      LockSupport.unpark(thread);
    }
  }

  /** Since when there has been no companion that guards; used by the companion's thread alone. */
  private final class Missing {
    private @Nullable Long sinceNanos = System.nanoTime();
    private String reason = "it is being started";
    private boolean told;

    void since(String why) {
      reason = why;
      if (sinceNanos == null) {
        sinceNanos = System.nanoTime();
      }
    }

    void over(long pid) {
      if (sinceNanos != null) {
        LOG.info("{} its companion, process {}, guards it", name, pid);
        sinceNanos = null;
        told = false;
        listener.guards();
      }
    }

    boolean isDue() {
      return sinceNanos != null && !told;
    }

    void look() {
      Long since = sinceNanos;
      if (since != null && !told && System.nanoTime() - since > terms.missing().toNanos()) {
        told = true;
        LOG.warn("{} no companion has guarded it for a while: {}", name, reason);
        listener.doesNotGuard();
      }
    }
  }
}
