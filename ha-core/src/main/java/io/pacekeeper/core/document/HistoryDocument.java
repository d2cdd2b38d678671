package io.pacekeeper.core.document;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has happened in the cluster, as its DCs saw it, newest last. Bounded; written by the DC with
 * what else it writes.
 *
 * @param entries what happened
 */
public record HistoryDocument(List<Entry> entries) implements Document {
  /** Nothing happened. */
  public static final HistoryDocument EMPTY = new HistoryDocument(List.of());

  private static final int LONGEST_TEXT = 300;

  /** What kind of thing happened. */
  public enum Kind {
    /** A DC was elected. */
    ELECTION,
    /** A node came, left, or became unclean. */
    NODE,
    /** A node was to be fenced, or was confirmed dead. */
    FENCING,
    /** Actions were ordered. */
    TRANSITION,
    /** A resource is active on another node than before. */
    MOVE,
    /** An operation failed. */
    FAILURE,
    /** A node's lease was not renewed for so long that it is nearly lost, or is renewed again. */
    LEASE
  }

  /**
   * One thing that happened.
   *
   * @param number grows by one from each to the next, across DCs
   * @param at when, by the DC's wall clock
   * @param kind what kind of thing
   * @param dc the DC that saw it
   * @param node the node that it is about, or null
   * @param resource the resource that it is about, or null
   * @param token the token of the order that it was, 0 for none: what that started has it as its
   *     fencing token
   * @param text what happened, as a sentence without its end
   */
  public record Entry(
      long number,
      Instant at,
      Kind kind,
      String dc,
      @Nullable String node,
      @Nullable String resource,
      long token,
      String text) {
    public Entry {
      text = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + " ..." : text;
    }

    /** Makes one that no order is about. */
    public Entry(
        long number,
        Instant at,
        Kind kind,
        String dc,
        @Nullable String node,
        @Nullable String resource,
        String text) {
      this(number, at, kind, dc, node, resource, 0, text);
    }
  }

  public HistoryDocument {
    entries = List.copyOf(entries);
  }

  /** Returns what a {@link Kind#LEASE} entry says of a node that is well again. */
  public static String renewsAgain(String node) {
    return node + " renews its lease again";
  }

  /** Returns whether an entry takes back an earlier one of its kind and node. */
  public static boolean isGoodNews(Entry entry) {
    return entry.node() != null && entry.text().equals(renewsAgain(entry.node()));
  }

  /** Returns the number that the next entry gets. */
  public long next() {
    return entries.isEmpty() ? 1 : entries.get(entries.size() - 1).number() + 1;
  }

  /** Returns the same with more entries, and without the oldest beyond a limit. */
  public HistoryDocument with(Collection<Entry> more, int limit) {
    List<Entry> all = new ArrayList<>(entries);
    all.addAll(more);
    return new HistoryDocument(all.subList(Math.max(0, all.size() - limit), all.size()));
  }
}
