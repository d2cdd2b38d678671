package io.pacekeeper.core.scheduler;

import io.pacekeeper.api.Score;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Pacemaker decided, read from the output of {@code crm_simulate --show-scores}.
 *
 * @param placed the node of each resource that runs after the transition
 * @param scores the score of each resource on each node that may be used at all, as {@code r1
 *     node1}
 * @param actions what is done, as {@code stop r1 node1}
 */
record PacemakerDecision(
    SortedMap<String, String> placed, SortedMap<String, String> scores, SortedSet<String> actions) {
  private static final Pattern STATUS =
      Pattern.compile("(\\S+)\\s+\\(ocf:[^)]*\\):\\s+(\\w+)( \\(.*\\))?( \\[)? ?([\\w.-]*).*");
  private static final Pattern SCORE =
      Pattern.compile("pcmk__primitive_assign: (\\S+) allocation score on (\\S+): (\\S+)");
  private static final Pattern ACTION =
      Pattern.compile(
          "(Start|Stop|Move|Recover|Restart)\\s+(\\S+)\\s+\\(\\s*(\\S+)( -> (\\S+))? \\)(.*)");

  static PacemakerDecision read(String output) {
    PacemakerDecision decision =
        new PacemakerDecision(new TreeMap<>(), new TreeMap<>(), new TreeSet<>());
    output.lines().forEach(decision::readLine);
    return decision;
  }

  private void readLine(String line) {
    Matcher status = STATUS.matcher(line);
    if (status.matches() && !status.group(2).equals("Stopped")) {
      placed.put(status.group(1), status.group(5));
    }
    Matcher score = SCORE.matcher(line);
    if (score.matches()) {
      scores.put(score.group(1) + " " + score.group(2), score.group(3));
    }
    Matcher action = ACTION.matcher(line);
    if (action.matches() && !action.group(6).endsWith("(blocked)")) {
      String resource = action.group(2);
      String target = action.group(5) == null ? action.group(3) : action.group(5);
      if (!action.group(1).equals("Start")) {
        actions.add("stop " + resource + " " + action.group(3));
      }
      if (action.group(1).equals("Stop")) {
        placed.remove(resource);
      } else {
        actions.add("start " + resource + " " + target);
        placed.put(resource, target);
      }
    }
  }

  /** Returns a score in words, where a node that may not be used at all has minus infinity. */
  String score(String resource, String node) {
    return scores.getOrDefault(resource + " " + node, Score.format(-Score.INFINITY));
  }
}
