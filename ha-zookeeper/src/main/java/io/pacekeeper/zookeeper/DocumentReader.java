package io.pacekeeper.zookeeper;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents, without blocking and without ever throwing: what cannot be understood is a
 * {@link Stored} that says why.
 *
 * <p>A split document is read with all its parts in one request, which a server answers at one
 * moment; when they do not agree all the same, because a writing changed their number since that
 * was asked for, it is read again.
 */
final class DocumentReader {
  /** How often a document whose parts do not agree is read before it counts as unreadable. */
  private static final int MOST_ATTEMPTS = 5;

  private final Paths paths;
  private final Remembered remembered;
  private final Map<DocumentKey, Known> known = new ConcurrentHashMap<>();

  /**
   * What was made of a document that is in one znode: as long as the bytes are the same, so is
   * that.
   */
  private static final class Known {
    private final byte[] data;
    private final @Nullable Document document;
    private final Extras extras;

    Known(byte[] data, @Nullable Document document, Extras extras) {
      this.data = data;
      this.document = document;
      this.extras = extras;
    }
  }

  DocumentReader(Paths paths, Remembered remembered) {
    this.paths = paths;
    this.remembered = remembered;
  }

  /** Makes of a document what is stored, and that into a document, as reading it does. */
  static void rehearse(DocumentKey key, Document document) {
    ObjectNode json = DocumentFormat.parse(DocumentFormat.bytes(DocumentFormat.write(document)));
    DocumentFormat.read(key.kind(), Fields.of(json));
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
    new Reading(zooKeeper, key, answer).begin();
  }

  /** What is in a document's own znode. */
  private static final class Own {
    private final Stat stat;
    private @Nullable ObjectNode json;
    private Parts.@Nullable Header header;
    private @Nullable String problem;

    Own(Stat stat, byte @Nullable [] data) {
      this.stat = stat;
      try {
        ObjectNode parsed = DocumentFormat.parse(data == null ? new byte[0] : data);
        header = Parts.takeHeader(parsed);
        json = parsed;
      } catch (RuntimeException e) {
        problem = DocumentFormat.problem(e);
      }
    }

    int parts() {
      return header == null ? 0 : header.count();
    }

    boolean isSplit() {
      return header != null || stat.getNumChildren() > 0;
    }
  }

  /** The reading of one document. */
  private final class Reading {
    private final ZooKeeper zooKeeper;
    private final DocumentKey key;
    private final String path;
    private final Answer answer;

    Reading(ZooKeeper zooKeeper, DocumentKey key, Answer answer) {
      this.zooKeeper = zooKeeper;
      this.key = key;
      this.path = paths.of(key);
      this.answer = answer;
    }

    void begin() {
      zooKeeper.getData(
          path,
          false,
          (rc, p, ctx, data, stat) -> {
            Code code = Code.get(rc);
            if (code != Code.OK || stat == null) {
              notRead(code);
              return;
            }
            Known same = data == null || stat.getNumChildren() > 0 ? null : known.get(key);
            if (same != null && Arrays.equals(same.data, data)) {
              found(stat, Set.of(), same.extras, same.document, null);
              return;
            }
            Own own = new Own(stat, data);
            if (own.isSplit()) {
              known.remove(key);
              readWithParts(own.parts(), 1);
            } else {
              finish(own, Set.of(), data);
            }
          },
          null);
    }

    /** Reads the document's own znode, the names of its parts and so many of them. */
    private void readWithParts(int count, int attempt) {
      List<Op> operations = new ArrayList<>();
      operations.add(Op.getData(path));
      operations.add(Op.getChildren(path));
      for (int part = 0; part < count; part++) {
        operations.add(Op.getData(path + "/" + Parts.name(part)));
      }
      zooKeeper.multi(
          operations,
          (rc, p, ctx, results) -> {
            if (results == null || results.size() != operations.size()) {
              notRead(Code.get(rc));
            } else if (results.get(0) instanceof OpResult.GetDataResult own) {
              join(new Own(own.getStat(), own.getData()), results, attempt);
            } else {
              notRead(codeOf(results.get(0)));
            }
          },
          null);
    }

    private void join(Own own, List<OpResult> results, int attempt) {
      Parts.Header header = own.header;
      if (own.json != null && header != null) {
        try {
          for (int part = 0; part < header.count(); part++) {
            Parts.join(own.json, header, part, content(results, part));
          }
        } catch (RuntimeException e) {
          if (attempt < MOST_ATTEMPTS) {
            readWithParts(header.count(), attempt + 1);
            return;
          }
          own.problem = DocumentFormat.problem(e);
        }
      }
      Set<Integer> present = new TreeSet<>();
      if (results.get(1) instanceof OpResult.GetChildrenResult children) {
        children.getChildren().stream()
            .map(Parts::number)
            .filter(number -> number >= 0)
            .forEach(present::add);
      }
      finish(own, present, null);
    }

    private ObjectNode content(List<OpResult> results, int part) {
      int place = part + 2;
      if (place >= results.size()
          || !(results.get(place) instanceof OpResult.GetDataResult result)) {
        throw new IllegalArgumentException("its part " + part + " is missing");
      }
      byte[] data = result.getData();
      try {
        return DocumentFormat.parse(data == null ? new byte[0] : data);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("in its part " + part + " " + e.getMessage(), e);
      }
    }

    private void notRead(Code code) {
      if (code == Code.NONODE) {
        remembered.forget(key);
        known.remove(key);
        answer.absent();
      } else {
        answer.failed(code);
      }
    }

    /** Makes a document of what was read, which is in one znode if its data is given. */
    private void finish(Own own, Set<Integer> parts, byte @Nullable [] data) {
      Document document = null;
      Extras extras = Extras.NONE;
      if (own.json != null && own.problem == null) {
        try {
          Fields fields = Fields.of(own.json);
          document = DocumentFormat.read(key.kind(), fields);
          extras = fields.extras();
        } catch (RuntimeException e) {
          own.problem = DocumentFormat.problem(e);
        }
      }
      if (data != null && own.problem == null) {
        known.put(key, new Known(data, document, extras));
      }
      found(own.stat, parts, extras, document, own.problem);
    }

    private void found(
        Stat stat,
        Set<Integer> parts,
        Extras extras,
        @Nullable Document document,
        @Nullable String problem) {
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
              problem));
    }

    private static Code codeOf(OpResult result) {
      return result instanceof OpResult.ErrorResult error
          ? Code.get(error.getErr())
          : Code.SYSTEMERROR;
    }
  }
}
