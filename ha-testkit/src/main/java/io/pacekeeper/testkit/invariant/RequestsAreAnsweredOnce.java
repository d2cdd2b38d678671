package io.pacekeeper.testkit.invariant;

import io.pacekeeper.core.document.AnswersDocument;
import io.pacekeeper.core.document.AnswersDocument.Answer;
import io.pacekeeper.core.document.DocumentKey.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What was asked of a node is answered once, and the answer stays as it is; also if the node's JVM
 * is followed by another one, as long as nobody takes the answers away.
 */
public final class RequestsAreAnsweredOnce implements Invariant {
  private final Map<String, Answer> answers = new HashMap<>();

  @Override
  public void check(Happening happening, World world) {
    if (!(happening instanceof Happening.Written written)) {
      return;
    }
    for (Happening.Change change : written.changes()) {
      if (change.key().kind() != Kind.ANSWERS) {
        continue;
      }
      AnswersDocument document =
          change.after() == null ? null : change.after().as(AnswersDocument.class);
      if (written.process() == null || document == null) {
        // Somebody has taken them away: what was asked may be asked again.
        answers.keySet().removeIf(id -> id.startsWith(change.key().node() + " "));
      } else {
        check(change.key().node(), document);
      }
    }
  }

  private void check(String node, AnswersDocument document) {
    Set<String> seen = new HashSet<>();
    for (Answer answer : document.answers()) {
      Answer before = answers.putIfAbsent(node + " " + answer.request(), answer);
      if (!seen.add(answer.request()) || (before != null && !before.equals(answer))) {
        throw new InvariantViolation(
            RequestsAreAnsweredOnce.class,
            node + " answers " + answer.request() + " a second time: " + answer.text());
      }
    }
  }
}
