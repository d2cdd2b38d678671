package io.pacekeeper.examples.day;

import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Does the administrator's day: starts a ZooKeeper, runs every command that a page shows, in order,
 * and compares what it prints with what the page shows, but for what varies from day to day.
 *
 * <p>What only shows something is run again for a while until it shows what it should: the cluster
 * may take a moment to get there. Everything else is run once.
 */
final class AdministratorsDay {
  private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final Pattern ONLY_SHOWS =
      Pattern.compile(
          "pk (status|history|simulate|cluster status|fence history|(node attribute|property|constraint|access) list"
              + "|resource (explain|locate)|config (show|diff)|host auth)\\b.*");

  private final Path page;
  private final PrintStream told;

  AdministratorsDay(Path page, PrintStream told) {
    this.page = page;
    this.told = told;
  }

  /** Something that a command printed and the page does not show. */
  record Difference(DayPage.Step step, List<String> printed) {
    String text() {
      return "line "
          + step.line()
          + ": $ "
          + step.command()
          + "\n  the page shows:\n"
          + indented(step.output())
          + "  it printed:\n"
          + indented(printed);
    }

    private static String indented(List<String> lines) {
      StringBuilder text = new StringBuilder();
      lines.forEach(line -> text.append("    ").append(line).append('\n'));
      return text.toString();
    }
  }

  /**
   * Does the day.
   *
   * @param folder an empty folder for everything that comes up
   * @param rewrites whether the page is to show from now on what was printed
   * @return what differed
   */
  List<Difference> run(Path folder, boolean rewrites) throws IOException, InterruptedException {
    DayPage day = DayPage.of(Files.readAllLines(page));
    List<Difference> differences = new ArrayList<>();
    Map<Integer, List<String>> printed = new TreeMap<>();
    try (EmbeddedZooKeeper zooKeeper = new EmbeddedZooKeeper(folder.resolve(".zookeeper"))) {
      zooKeeper.start();
      try (Terminal terminal = new Terminal(folder, zooKeeper.connectString())) {
        for (DayPage.Step step : day.steps()) {
          told.println("$ " + step.command());
          List<String> output = output(terminal, step, rewrites);
          output.forEach(told::println);
          if (!same(step.output(), output)) {
            differences.add(new Difference(step, output));
            printed.put(step.line(), output);
          }
        }
      }
    }
    if (rewrites) {
      Files.write(page, day.with(printed));
    }
    return differences;
  }

  private static List<String> output(Terminal terminal, DayPage.Step step, boolean rewrites)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + SETTLES_WITHIN.toNanos();
    boolean settles = ONLY_SHOWS.matcher(step.command()).matches();
    List<String> before = List.of();
    int unchanged = 0;
    while (true) {
      List<String> output = terminal.run(step.command()).output();
      unchanged = same(before, output) ? unchanged + 1 : 0;
      before = output;
      // What a page is to show that is written anew is what does not change any more.
      boolean rests = rewrites && unchanged >= 5;
      if (!settles || same(step.output(), output) || rests || System.nanoTime() - until > 0) {
        return output;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static boolean same(List<String> one, List<String> other) {
    return Varying.replaced(one).equals(Varying.replaced(other));
  }
}
