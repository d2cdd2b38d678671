package io.pacekeeper.zookeeper;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.CreateOptions;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as ZooKeeper's multi: each document's own znode is written exactly once, so that
 * the znode's version is the document's, and its parts beside it.
 */
final class Writing {
  /** What an operation takes on the wire beside its path and data, generously. */
  private static final int OVERHEAD = 160;

  private final Paths paths;
  private final Remembered remembered;
  private final AccessLists access;
  private final List<Op> operations = new ArrayList<>();
  private final List<DocumentKey> keys = new ArrayList<>();
  private final List<Written> written = new ArrayList<>();
  private long size;
  private boolean creates;

  /**
   * One document that is written.
   *
   * @param operation which operation writes the document's own znode
   */
  private record Written(
      DocumentKey key, Document document, int operation, Set<Integer> parts, Extras extras) {}

  /**
   * Makes the multi.
   *
   * @param access for whom that is which it creates. That is compared in the same transaction, so
   *     that nothing is created for whoever was to be by a document that is not valid any more
   * @throws IllegalStateException if something is to be created by who may not know for whom
   */
  Writing(Paths paths, Remembered remembered, KnownAccess.Known access, Transaction transaction) {
    this.paths = paths;
    this.remembered = remembered;
    this.access = access.lists();
    transaction.steps().forEach(this::add);
    boolean itself =
        transaction.steps().stream().anyMatch(step -> step.key().equals(DocumentKey.ACCESS));
    KnownAccess.Source from = access.from();
    if (creates && from != null && !itself) {
      add(DocumentKey.ACCESS, Op.check(from.path(), from.version()), 0);
    }
  }

  List<Op> operations() {
    return operations;
  }

  /** Returns how many bytes the request has, at most. */
  long size() {
    return size;
  }

  /** Returns the document that an operation is about. */
  DocumentKey key(int operation) {
    return keys.get(operation);
  }

  /** Returns how the documents read now, and remembers it. */
  List<Stored> stored(List<OpResult> results) {
    long modified = 0;
    for (OpResult result : results) {
      Stat stat = statOf(result);
      modified = Math.max(modified, stat == null ? 0 : stat.getMzxid());
    }
    List<Stored> stored = new ArrayList<>();
    for (Written one : written) {
      Stat stat = statOf(results.get(one.operation()));
      if (stat == null) {
        // A server before 3.9 does not tell it of what was created.
        stat = new Stat();
        stat.setMzxid(modified);
        stat.setCzxid(modified);
      }
      remembered.note(
          one.key(),
          new Remembered.Reading(stat.getVersion(), stat.getMzxid(), one.parts(), one.extras()));
      stored.add(
          new Stored(
              one.key(),
              stat.getVersion(),
              stat.getMzxid(),
              stat.getEphemeralOwner(),
              stat.getCzxid(),
              one.document(),
              null));
    }
    return stored;
  }

  private static @Nullable Stat statOf(OpResult result) {
    if (result instanceof OpResult.SetDataResult set) {
      return set.getStat();
    }
    return result instanceof OpResult.CreateResult created ? created.getStat() : null;
  }

  private void add(Transaction.Step step) {
    DocumentKey key = step.key();
    if (step instanceof Transaction.Check check) {
      add(key, Op.check(paths.of(key), check.version()), 0);
    } else if (step instanceof Transaction.Set set) {
      set(key, set);
    } else if (step instanceof Transaction.Create create) {
      List<byte[]> contents = contents(key, create.document(), Extras.NONE);
      note(key, create.document(), contents, Extras.NONE);
      create(key, paths.of(key), contents.get(0));
      for (int part = 0; part < contents.size() - 1; part++) {
        create(key, partPath(key, part), contents.get(part + 1));
      }
    } else if (step instanceof Transaction.Delete delete) {
      for (int part : present(key, delete.version())) {
        add(key, Op.delete(partPath(key, part), -1), 0);
      }
      add(key, Op.delete(paths.of(key), delete.version()), 0);
    }
  }

  private void set(DocumentKey key, Transaction.Set set) {
    Remembered.Reading reading = remembered.of(key, set.version());
    Extras extras = reading == null ? Extras.NONE : reading.extras();
    List<byte[]> contents = contents(key, set.document(), extras);
    Set<Integer> present = new HashSet<>(present(key, set.version()));
    note(key, set.document(), contents, extras);
    add(key, Op.setData(paths.of(key), contents.get(0), set.version()), contents.get(0).length);
    for (int part = 0; part < contents.size() - 1; part++) {
      byte[] content = contents.get(part + 1);
      if (present.remove(part)) {
        add(key, Op.setData(partPath(key, part), content, -1), content.length);
      } else {
        create(key, partPath(key, part), content);
      }
    }
    for (int part : present) {
      add(key, Op.delete(partPath(key, part), -1), 0);
    }
  }

  /** Returns which parts are there if the document has this version. */
  private Set<Integer> present(DocumentKey key, int version) {
    Remembered.Reading reading = remembered.of(key, version);
    return reading == null ? Set.of() : reading.parts();
  }

  private void note(DocumentKey key, Document document, List<byte[]> contents, Extras extras) {
    Set<Integer> parts = new HashSet<>();
    for (int part = 0; part < contents.size() - 1; part++) {
      parts.add(part);
    }
    written.add(new Written(key, document, operations.size(), parts, extras));
  }

  /** Returns the contents of a document's own znode and of its parts. */
  private static List<byte[]> contents(DocumentKey key, Document document, Extras extras) {
    if (DocumentFormat.kindOf(document) != key.kind()) {
      throw new IllegalArgumentException(
          "a " + document.getClass().getSimpleName() + " cannot be stored as " + key);
    }
    ObjectNode json = DocumentFormat.write(document);
    extras.addTo(json);
    // An ephemeral znode cannot have children.
    return key.kind().isEphemeral() ? List.of(DocumentFormat.bytes(json)) : Parts.split(json);
  }

  private void create(DocumentKey key, String path, byte[] content) {
    CreateMode mode = key.kind().isEphemeral() ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT;
    creates = true;
    add(
        key,
        Op.create(path, content, CreateOptions.newBuilder(access.of(key), mode).build()),
        content.length);
  }

  private void add(DocumentKey key, Op operation, int length) {
    keys.add(key);
    operations.add(operation);
    size += OVERHEAD + length + operation.getPath().getBytes(StandardCharsets.UTF_8).length;
  }

  private String partPath(DocumentKey key, int part) {
    return paths.of(key) + "/" + Parts.name(part);
  }
}
