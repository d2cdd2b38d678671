package io.pacekeeper.core.document;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who changed something.
 *
 * @param by who
 * @param via through what
 * @param at when, by the changer's wall clock
 * @param node on which node or host, or null if nobody says so
 * @param what what was changed, in a few words, or null if nobody says so
 */
public record ChangeNote(
    String by, String via, Instant at, @Nullable String node, @Nullable String what) {
  /** How many notes a document keeps, the newest. */
  public static final int LIMIT = 50;

  private static final int LONGEST_WHAT = 200;

  public ChangeNote {
    if (what != null && what.length() > LONGEST_WHAT) {
      what = what.substring(0, LONGEST_WHAT) + " ...";
    }
  }

  /** Makes a note that says neither where nor what. */
  public ChangeNote(String by, String via, Instant at) {
    this(by, via, at, null, null);
  }

  /** Returns the same for a change that is described so. */
  public ChangeNote of(String described) {
    return new ChangeNote(by, via, at, node, described);
  }

  /** Returns these notes with one more, and without the oldest where there are too many. */
  static List<ChangeNote> with(List<ChangeNote> notes, ChangeNote note) {
    List<ChangeNote> all = new ArrayList<>(notes);
    all.add(note);
    return newest(all);
  }

  /** Returns the newest of these notes, as many as are kept. */
  static List<ChangeNote> newest(List<ChangeNote> notes) {
    return List.copyOf(notes.subList(Math.max(0, notes.size() - LIMIT), notes.size()));
  }

  /** Returns the newest note, or null if there is none. */
  static @Nullable ChangeNote last(List<ChangeNote> notes) {
    return notes.isEmpty() ? null : notes.get(notes.size() - 1);
  }
}
