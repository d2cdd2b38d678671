package io.pacekeeper.examples.day;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A page of documentation that shows a session at a terminal: in each block of the kind {@code
 * console} a line that begins with {@code $} is a command, and what follows is what it prints.
 *
 * @param lines the page's lines
 * @param steps the commands that it shows, in order
 */
record DayPage(List<String> lines, List<Step> steps) {
  private static final String OPENS = "```console";
  private static final String CLOSES = "```";
  private static final String PROMPT = "$ ";

  /**
   * One command.
   *
   * @param line the line of the page that it is in, from 1
   * @param command what is typed
   * @param output what the page shows that it prints
   */
  record Step(int line, String command, List<String> output) {
    Step {
      output = List.copyOf(output);
    }
  }

  DayPage {
    lines = List.copyOf(lines);
    steps = List.copyOf(steps);
  }

  static DayPage of(List<String> lines) {
    List<Step> steps = new ArrayList<>();
    boolean inside = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.equals(OPENS)) {
        inside = true;
      } else if (inside && line.equals(CLOSES)) {
        inside = false;
      } else if (inside && line.startsWith(PROMPT)) {
        steps.add(new Step(i + 1, line.substring(PROMPT.length()), outputAfter(lines, i)));
      }
    }
    return new DayPage(lines, steps);
  }

  private static List<String> outputAfter(List<String> lines, int command) {
    int end = command + 1;
    while (!lines.get(end).equals(CLOSES) && !lines.get(end).startsWith(PROMPT)) {
      end++;
    }
    return lines.subList(command + 1, end);
  }

  /** Returns the page with other output for some of its steps, by line. */
  List<String> with(Map<Integer, List<String>> outputs) {
    List<String> result = new ArrayList<>();
    int next = 0;
    for (Step step : steps) {
      result.addAll(lines.subList(next, step.line()));
      result.addAll(outputs.getOrDefault(step.line(), step.output()));
      next = step.line() + step.output().size();
    }
    result.addAll(lines.subList(next, lines.size()));
    return result;
  }
}
