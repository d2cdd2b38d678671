package io.pacekeeper.benchmarks.failover;

import io.pacekeeper.benchmarks.failover.Contender.Step;
import io.pacekeeper.benchmarks.failover.Trial.Plan;
import io.pacekeeper.benchmarks.failover.Trial.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * How long services are away when a JVM is killed or leaves, and what that costs the store:
 * Pacekeeper beside Curator's LeaderLatch and beside the floor, which is what ZooKeeper itself
 * costs.
 *
 * <p>One ZooKeeper server in a JVM of its own, its log on disk and forced to it, a tick of 500 ms;
 * three JVMs that take part. The contenders take turns within each repetition, each time with fresh
 * JVMs; a first repetition is thrown away. All times are {@link System#nanoTime} of the process in
 * which something happens, which is one clock for all processes of a host. Transactions are counted
 * by the server itself.
 *
 * <p>Options, each with a value:
 *
 * <ul>
 *   <li>{@code --resources}: how many services there are, several numbers with commas in between
 *       (1,100,1000)
 *   <li>{@code --repetitions}: how many are counted (5)
 *   <li>{@code --contenders}: out of pacekeeper, latch and floor (all three)
 *   <li>{@code --lease}: Pacekeeper's lease (2s)
 *   <li>{@code --session-timeout}: ZooKeeper's (2s)
 *   <li>{@code --idle}: for how long the cluster at rest is watched, in the first repetition,
 *       before its threads and its heap are counted; longer than an idle thread is kept (35s), or
 *       0s for not at all
 *   <li>{@code --companion}: required, preferred or off
 *   <li>{@code --rounds}: if it is not 0, something else is measured: see {@link CrashSeries},
 *       which takes {@code --servers} (3), {@code --ballast} (0), {@code --kill} (jvm, or host: its
 *       companion, too) and {@code --flag} (one more flag for the JVMs that take part) as well
 *   <li>{@code --folder}: where the data and the logs go, on a disk (a temporary folder)
 * </ul>
 *
 * <p>Run it by {@code benchmarks/failover} with these options, on a machine that does nothing else.
 */
public final class FailoverBenchmark {
  /** The logging configuration of every JVM. */
  static final String LOGGING = "io/pacekeeper/benchmarks/failover/logback.xml";

  private FailoverBenchmark() {}

  /** Takes the options. */
  public static void main(String[] args) throws Exception {
    System.setProperty("logback.configurationFile", LOGGING);
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("FailoverBenchmark: " + e.getMessage());
      System.exit(2);
      return;
    }
    if (options.rounds() > 0) {
      new CrashSeries(options).run(args).forEach(System.out::println);
      return;
    }
    Machine machine = new Machine();
    Outcome outcome = new Outcome();
    try (ServerJvm server = ServerJvm.start(options.folder())) {
      for (int repetition = 0; repetition <= options.repetitions(); repetition++) {
        machine.sample();
        repeat(repetition, options, server, outcome);
      }
    }
    machine.sample();
    machine.describe(args).forEach(System.out::println);
    outcome.tables(options).forEach(System.out::println);
  }

  private static void repeat(int repetition, Options options, ServerJvm server, Outcome outcome)
      throws Exception {
    for (int resources : options.resources()) {
      for (Contender contender : options.contenders()) {
        for (Step step : contender.steps()) {
          boolean watched = repetition == 1 && step == Step.CRASH;
          Plan plan =
              new Plan(
                  contender,
                  resources,
                  step,
                  options.lease(),
                  options.sessionTimeout(),
                  watched ? options.idle() : Duration.ZERO,
                  options.companion());
          Result result = run(repetition, plan, server, options);
          if (repetition > 0) {
            outcome.add(plan, result.figures());
          }
        }
      }
    }
  }

  private static Result run(int repetition, Plan plan, ServerJvm server, Options options)
      throws Exception {
    String name =
        String.format(
            Locale.ROOT,
            "%d-%s-%d-%s",
            repetition,
            plan.contender(),
            plan.resources(),
            plan.step());
    try (Trial trial = new Trial(plan, server, options.folder().resolve(name))) {
      Result result = trial.run();
      System.err.println(name + " " + result.figures() + transactions(result));
      return result;
    } catch (IllegalStateException | IOException e) {
      throw new IllegalStateException(name + " (see " + options.folder() + ")", e);
    }
  }

  /** A few transactions are worth seeing, thousands are not. */
  private static String transactions(Result result) {
    return result.transactions().size() > 20 ? "" : " " + result.transactions();
  }
}
