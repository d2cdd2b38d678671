package io.pacekeeper.zookeeper;

import io.pacekeeper.core.controller.Effect.Interest;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.Stored;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.ZooKeeper;

/**
 * The reading of every document of an interest, after a sync, with as many requests under way as
 * there are documents. A document that goes meanwhile is absent.
 */
final class InterestReading {
  private final Paths paths;
  private final DocumentReader reader;
  private final ZooKeeper zooKeeper;
  private final Interest interest;
  private final Answer answer;
  private final Queue<Stored> found = new ConcurrentLinkedQueue<>();
  private final Tally tally = new Tally(1, this::finish);

  /** Takes the answer. One of its methods is called, once. */
  interface Answer {
    void done(List<Stored> documents);

    void failed(Code code);
  }

  InterestReading(
      Paths paths, DocumentReader reader, ZooKeeper zooKeeper, Interest interest, Answer answer) {
    this.paths = paths;
    this.reader = reader;
    this.zooKeeper = zooKeeper;
    this.interest = interest;
    this.answer = answer;
  }

  void begin() {
    tally.expect();
    zooKeeper.sync(paths.root(), (rc, path, ctx) -> tally.arrived(Code.get(rc)), null);
    for (DocumentKey key : Paths.SINGLE) {
      if (interest.includes(key)) {
        read(key);
      }
    }
    for (Kind kind : Paths.KINDS_BY_NODE) {
      if (interest.includes(kind)) {
        readAll(kind);
      } else {
        read(new DocumentKey(kind, interest.node()));
      }
    }
    tally.arrived(Code.OK);
  }

  private void readAll(Kind kind) {
    tally.expect();
    zooKeeper.getChildren(
        paths.container(kind),
        false,
        (rc, path, ctx, children) -> {
          if (children != null) {
            children.stream()
                .filter(Paths::isNode)
                .forEach(name -> read(new DocumentKey(kind, name)));
          }
          tally.arrived(Code.get(rc));
        },
        null);
  }

  private void read(DocumentKey key) {
    tally.expect();
    reader.read(
        zooKeeper,
        key,
        new DocumentReader.Answer() {
          @Override
          public void found(Stored stored) {
            found.add(stored);
            tally.arrived(Code.OK);
          }

          @Override
          public void absent() {
            tally.arrived(Code.OK);
          }

          @Override
          public void failed(Code code) {
            // Who may do what is not for all who may read the rest.
            boolean hidden = code == Code.NOAUTH && key.equals(DocumentKey.ACCESS);
            tally.arrived(hidden ? Code.OK : code);
          }
        });
  }

  private void finish(Code trouble) {
    if (trouble == Code.OK) {
      answer.done(found.stream().sorted(Comparator.comparing(Stored::key)).toList());
    } else {
      answer.failed(trouble);
    }
  }
}
