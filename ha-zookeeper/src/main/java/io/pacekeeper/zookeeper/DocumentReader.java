package io.pacekeeper.zookeeper;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents, without blocking and without ever throwing: what cannot be understood is a
 * {@link Stored} that says why. A split document is read until all its parts are of one writing.
 */
final class DocumentReader {
  /** How often a document whose parts do not agree is read before it counts as unreadable. */
  private static final int MOST_ATTEMPTS = 5;

  private final Paths paths;
  private final Remembered remembered;

  DocumentReader(Paths paths, Remembered remembered) {
    this.paths = paths;
    this.remembered = remembered;
  }

  /** Takes the answer to a reading; one of its methods is called once, on any thread. */
  interface Answer {
    void found(Stored stored);

    void absent();

    /** The reading failed; nothing is known of the document. */
    void failed(Code code);
  }

  /** Reads a document. */
  void read(ZooKeeper zooKeeper, DocumentKey key, Answer answer) {
    new Reading(zooKeeper, key, answer, 1).begin();
  }

  /** One attempt to read a document. */
  private final class Reading {
    private final ZooKeeper zooKeeper;
    private final DocumentKey key;
    private final String path;
    private final Answer answer;
    private final int attempt;

    Reading(ZooKeeper zooKeeper, DocumentKey key, Answer answer, int attempt) {
      this.zooKeeper = zooKeeper;
      this.key = key;
      this.path = paths.of(key);
      this.answer = answer;
      this.attempt = attempt;
    }

    void begin() {
      zooKeeper.getData(
          path, false, (rc, p, ctx, data, stat) -> own(Code.get(rc), data, stat), null);
    }

    private void own(Code code, byte @Nullable [] data, @Nullable Stat stat) {
      if (code == Code.NONODE) {
        remembered.forget(key);
        answer.absent();
      } else if (code != Code.OK || stat == null) {
        answer.failed(code);
      } else {
        understand(stat, data == null ? new byte[0] : data);
      }
    }

    private void understand(Stat stat, byte[] data) {
      ObjectNode json = null;
      Parts.Header header = null;
      String problem = null;
      try {
        json = DocumentFormat.parse(data);
        header = Parts.takeHeader(json);
      } catch (RuntimeException e) {
        problem = DocumentFormat.problem(e);
      }
      if (stat.getNumChildren() == 0 && header == null) {
        finish(stat, json, problem, Set.of());
      } else {
        new PartsReading(this, stat, json, header, problem).begin();
      }
    }

    /** Reads everything again, unless that was done too often. */
    void again(Stat stat, String problem, Set<Integer> parts) {
      if (attempt < MOST_ATTEMPTS) {
        new Reading(zooKeeper, key, answer, attempt + 1).begin();
      } else {
        finish(stat, null, problem, parts);
      }
    }

    void finish(
        Stat stat, @Nullable ObjectNode json, @Nullable String problem, Set<Integer> parts) {
      Document document = null;
      String trouble = problem;
      Extras extras = Extras.NONE;
      if (json != null && problem == null) {
        try {
          Fields fields = Fields.of(json);
          document = DocumentFormat.read(key.kind(), fields);
          extras = fields.extras();
        } catch (RuntimeException e) {
          trouble = DocumentFormat.problem(e);
        }
      }
      remembered.note(
          key, new Remembered.Reading(stat.getVersion(), stat.getMzxid(), parts, extras));
      answer.found(
          new Stored(
              key,
              stat.getVersion(),
              stat.getMzxid(),
              stat.getEphemeralOwner(),
              stat.getCzxid(),
              document,
              trouble));
    }
  }

  /** The reading of the parts of a document, all at once. */
  private static final class PartsReading {
    private final Reading reading;
    private final Stat stat;
    private final @Nullable ObjectNode json;
    private final Parts.@Nullable Header header;
    private final @Nullable String problem;
    private final int count;
    private final AtomicReferenceArray<byte @Nullable []> contents;
    private final Set<Integer> present = new TreeSet<>();
    private final Tally tally;

    PartsReading(
        Reading reading,
        Stat stat,
        @Nullable ObjectNode json,
        Parts.@Nullable Header header,
        @Nullable String problem) {
      this.reading = reading;
      this.stat = stat;
      this.json = json;
      this.header = header;
      this.problem = problem;
      this.count = header == null ? 0 : header.count();
      this.contents = new AtomicReferenceArray<>(count);
      this.tally = new Tally(count + 1, this::finish);
    }

    void begin() {
      reading.zooKeeper.getChildren(
          reading.path,
          false,
          (rc, path, ctx, children) -> {
            if (children != null) {
              children.stream().map(Parts::number).filter(n -> n >= 0).forEach(present::add);
            }
            tally.arrived(Code.get(rc));
          },
          null);
      for (int i = 0; i < count; i++) {
        int part = i;
        reading.zooKeeper.getData(
            reading.path + "/" + Parts.name(part),
            false,
            (rc, path, ctx, data, unused) -> {
              contents.set(part, data);
              tally.arrived(Code.get(rc));
            },
            null);
      }
    }

    private void finish(Code trouble) {
      if (trouble == Code.OK) {
        join();
      } else {
        reading.answer.failed(trouble);
      }
    }

    private void join() {
      if (json == null || header == null || problem != null) {
        reading.finish(stat, json, problem, present);
        return;
      }
      try {
        for (int part = 0; part < count; part++) {
          byte[] content = contents.get(part);
          if (content == null) {
            throw new IllegalArgumentException("its part " + part + " is missing");
          }
          Parts.join(json, header, part, parse(part, content));
        }
      } catch (RuntimeException e) {
        reading.again(stat, DocumentFormat.problem(e), present);
        return;
      }
      reading.finish(stat, json, null, present);
    }

    private static ObjectNode parse(int part, byte[] content) {
      try {
        return DocumentFormat.parse(content);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("in its part " + part + ": " + e.getMessage(), e);
      }
    }
  }
}
