package io.pacekeeper.core.document;

import java.time.Instant;
import java.util.List;

/**
 * What a node answered to what was asked of it, newest last.
 *
 * @param process the JVM that answered, by its random id
 * @param answers the answers, at most {@link #LIMIT} of them
 */
public record AnswersDocument(String process, List<Answer> answers) implements Document {
  /** How many answers are kept. */
  public static final int LIMIT = 20;

  private static final int LONGEST_TEXT = 500;

  /**
   * One answer.
   *
   * @param request the id of the request
   * @param done whether what was asked has been done
   * @param text what came of it, or why it was not done
   * @param at when, by the node's wall clock
   */
  public record Answer(String request, boolean done, String text, Instant at) {
    public Answer {
      text = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + " ..." : text;
    }
  }

  public AnswersDocument {
    answers = List.copyOf(answers.subList(Math.max(0, answers.size() - LIMIT), answers.size()));
  }
}
