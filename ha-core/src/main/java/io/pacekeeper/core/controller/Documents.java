package io.pacekeeper.core.controller;

import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.Stored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest known reading of every document. Readings arrive late and twice; the store's
 * transaction number tells which is newer.
 */
final class Documents {
  /** What is new about a document. */
  enum News {
    /** Nothing. */
    NONE,
    /** Its version alone. */
    VERSION,
    /** What it says, or whose it is. */
    CONTENT
  }

  private record Entry(Stored stored, long learned) {}

  private final NavigableMap<DocumentKey, Entry> entries = new TreeMap<>();
  private long clock;

  /** Takes in a reading; returns what is new. */
  News put(Stored stored) {
    Entry known = entries.get(stored.key());
    if (known != null && known.stored.modified() > stored.modified()) {
      return News.NONE;
    }
    entries.put(stored.key(), new Entry(stored, ++clock));
    if (known == null
        || !Objects.equals(known.stored.document(), stored.document())
        || known.stored.owner() != stored.owner()) {
      return News.CONTENT;
    }
    return known.stored.modified() == stored.modified() ? News.NONE : News.VERSION;
  }

  /** Takes in that a document is not there; returns whether it is news. */
  boolean remove(DocumentKey key) {
    return entries.remove(key) != null;
  }

  /** Returns a mark for {@link #replace}: what is learned from now on is newer than the read. */
  long mark() {
    return clock;
  }

  /**
   * Takes in the answer to a read: what it does not have is not there, unless it was learned after
   * the read was sent. Returns the keys of which there is news.
   */
  Map<DocumentKey, News> replace(Collection<Stored> read, Effect.Interest interest, long mark) {
    Map<DocumentKey, News> news = new TreeMap<>();
    Set<DocumentKey> present = new HashSet<>();
    for (Stored stored : read) {
      present.add(stored.key());
      News what = put(stored);
      if (what != News.NONE) {
        news.put(stored.key(), what);
      }
    }
    entries
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone =
                  interest.includes(entry.getKey())
                      && !present.contains(entry.getKey())
                      && entry.getValue().learned <= mark;
              if (gone) {
                news.put(entry.getKey(), News.CONTENT);
              }
              return gone;
            });
    return news;
  }

  @Nullable Stored get(DocumentKey key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.stored;
  }

  /** Returns the content if the document is there and readable, else null. */
  <D extends Document> @Nullable D get(DocumentKey key, Class<D> type) {
    Stored stored = get(key);
    return stored == null ? null : stored.as(type);
  }

  /** Returns all documents of a kind, by node. */
  List<Stored> all(Kind kind) {
    List<Stored> result = new ArrayList<>();
    Map<DocumentKey, Entry> tail = entries.tailMap(new DocumentKey(kind, ""));
    for (Map.Entry<DocumentKey, Entry> entry : tail.entrySet()) {
      if (entry.getKey().kind() != kind) {
        break;
      }
      result.add(entry.getValue().stored);
    }
    return result;
  }

  /** Returns every document. */
  List<Stored> all() {
    List<Stored> result = new ArrayList<>(entries.size());
    entries.values().forEach(entry -> result.add(entry.stored));
    return result;
  }
}
