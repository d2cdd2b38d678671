package io.pacekeeper.zookeeper;

import io.pacekeeper.core.document.DocumentKey;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of the stored documents to write them again, besides what the records hold:
 * the newest reading of each. Safe for use by several threads.
 */
final class Remembered {
  private final Map<DocumentKey, Reading> readings = new ConcurrentHashMap<>();

  /**
   * One reading of a document.
   *
   * @param version the version that was read
   * @param modified the transaction that wrote it
   * @param parts which parts are there, needed by the document or not
   * @param extras what this version does not know
   */
  record Reading(int version, long modified, Set<Integer> parts, Extras extras) {
    Reading {
      parts = Set.copyOf(parts);
    }
  }

  /** Notes a reading, unless a newer one is known. */
  void note(DocumentKey key, Reading reading) {
    readings.merge(key, reading, (old, now) -> now.modified() < old.modified() ? old : now);
  }

  /** Returns the reading of a version, or null if it is not the newest known. */
  @Nullable Reading of(DocumentKey key, int version) {
    Reading reading = readings.get(key);
    return reading != null && reading.version() == version ? reading : null;
  }

  /** Notes that a document is not there. */
  void forget(DocumentKey key) {
    readings.remove(key);
  }
}
