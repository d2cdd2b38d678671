package io.pacekeeper.core.status;

import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.HistoryDocument;
import io.pacekeeper.core.document.HistoryDocument.Kind;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What has happened in a cluster and who changed what, as far as its documents go back: the history
 * that the DCs write, the changes that documents name, and who was fenced.
 *
 * @param events what happened, oldest first
 * @param problems which documents could not be read, a sentence each
 */
public record ClusterHistory(List<Event> events, List<String> problems) {

  /**
   * One thing that happened.
   *
   * @param at when, by the clock of whoever says so
   * @param kind what kind of thing: {@code change}, or a kind of {@link HistoryDocument.Kind} in
   *     small letters
   * @param by who says so, or did it
   * @param node the node that it is about, or null
   * @param resource the resource that it is about, or null
   * @param token the token of the order that it was, 0 for none
   * @param text what happened, as a sentence without its end
   */
  public record Event(
      Instant at,
      String kind,
      String by,
      @Nullable String node,
      @Nullable String resource,
      long token,
      String text) {
    /** Returns whether it is about this node, or names it. */
    public boolean isAboutNode(String name) {
      return name.equals(node) || names(name);
    }

    /** Returns whether it is about this resource, or names it. */
    public boolean isAboutResource(String id) {
      return id.equals(resource) || names(id);
    }

    private boolean names(String name) {
      return Arrays.asList(text.split("[^\\w.-]+")).contains(name);
    }
  }

  public ClusterHistory {
    events = List.copyOf(events);
    problems = List.copyOf(problems);
  }

  /** Returns the history that these documents have. */
  public static ClusterHistory of(Collection<Stored> documents) {
    List<Event> events = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Stored stored : documents) {
      String node = stored.key().node();
      if (stored.document() instanceof HistoryDocument history) {
        history.entries().forEach(entry -> events.add(event(entry)));
      } else if (stored.document() instanceof ConfigDocument config) {
        addChanges(config.changes(), "config", null, events);
      } else if (stored.document() instanceof DirectivesDocument directives) {
        addChanges(directives.changes(), "directives", null, events);
      } else if (stored.document() instanceof NodeDocument said) {
        addChanges(said.changes(), "what is said of " + node, node, events);
      } else if (stored.problem() != null && hasHistory(stored)) {
        problems.add(stored.key().path() + " cannot be read: " + stored.problem());
      }
    }
    List<Event> told = List.copyOf(events);
    for (Stored stored : documents) {
      if (stored.document() instanceof FencingDocument fencing) {
        addFencing(stored.key().node(), fencing, told, events);
      }
    }
    events.sort(Comparator.comparing(Event::at));
    return new ClusterHistory(events, problems);
  }

  private static boolean hasHistory(Stored stored) {
    return switch (stored.key().kind()) {
      case HISTORY, CONFIG, DIRECTIVES, NODE, FENCING -> true;
      default -> false;
    };
  }

  private static Event event(HistoryDocument.Entry entry) {
    return new Event(
        entry.at(),
        word(entry.kind()),
        entry.dc(),
        entry.node(),
        entry.resource(),
        entry.token(),
        entry.text());
  }

  private static void addChanges(
      List<ChangeNote> changes, String of, @Nullable String node, List<Event> events) {
    for (ChangeNote change : changes) {
      String what = change.what() == null ? "changed " + of : change.what();
      String where = change.node() == null ? "" : " on " + change.node();
      String text = what + ", via " + change.via() + where;
      events.add(new Event(change.at(), "change", change.by(), node, null, 0, text));
    }
  }

  /** Adds what was asked for and done to have a node dead, unless a DC has told of it already. */
  private static void addFencing(
      String node, FencingDocument fencing, List<Event> told, List<Event> events) {
    for (FencingDocument.Attempt attempt : fencing.attempts()) {
      String text =
          "%s of %s by %s %s: %s"
              .formatted(
                  word(attempt.action()),
                  node,
                  attempt.device(),
                  word(attempt.outcome()),
                  attempt.detail());
      events.add(fencing(attempt.at(), attempt.by(), node, text));
    }
    for (FencingDocument.Confirmation confirmation : fencing.confirmations()) {
      if (!isTold(confirmation.incarnation(), told)) {
        String detail = confirmation.detail().isEmpty() ? "" : " (" + confirmation.detail() + ")";
        String text =
            "%s is confirmed dead by %s%s, incarnation %s"
                .formatted(node, word(confirmation.means()), detail, confirmation.incarnation());
        events.add(fencing(confirmation.at(), confirmation.by(), node, text));
      }
    }
    FencingDocument.Request open = fencing.request();
    if (open != null) {
      String text =
          "%s is to be fenced (%s), incarnation %s: %s"
              .formatted(node, word(open.action()), open.incarnation(), open.reason());
      events.add(fencing(open.at(), open.by(), node, text));
    }
  }

  private static boolean isTold(String incarnation, List<Event> told) {
    return told.stream()
        .anyMatch(event -> event.kind().equals(word(Kind.FENCING)) && event.names(incarnation));
  }

  private static Event fencing(Instant at, String by, String node, String text) {
    return new Event(at, word(Kind.FENCING), by, node, null, 0, text);
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
