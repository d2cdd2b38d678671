package io.pacekeeper.core.status;

import io.pacekeeper.core.document.HistoryDocument;
import io.pacekeeper.core.document.HistoryDocument.Entry;
import io.pacekeeper.core.document.HistoryDocument.Kind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why what is active was started where it is, as far as the history goes back: an activation has
 * the token of the transition that ordered it.
 *
 * @param transitions the transitions, by token
 * @param moves the moves, by token and resource
 */
record ActivationReasons(Map<Long, String> transitions, Map<Move, String> moves) {
  record Move(long token, String resource) {}

  static ActivationReasons of(@Nullable HistoryDocument history) {
    Map<Long, String> transitions = new HashMap<>();
    Map<Move, String> moves = new HashMap<>();
    if (history != null) {
      for (Entry entry : history.entries()) {
        String resource = entry.resource();
        if (entry.token() != 0 && entry.kind() == Kind.TRANSITION) {
          transitions.put(entry.token(), entry.text());
        } else if (entry.token() != 0 && entry.kind() == Kind.MOVE && resource != null) {
          moves.put(new Move(entry.token(), resource), entry.text());
        }
      }
    }
    return new ActivationReasons(transitions, moves);
  }

  /** Returns why the activation with this token was begun, or null if nobody knows any more. */
  @Nullable String of(String resource, long token) {
    String move = moves.get(new Move(token, resource));
    return move != null ? move : transitions.get(token);
  }
}
