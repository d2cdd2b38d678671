package io.pacekeeper.zookeeper;

import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.runtime.ClusterLayer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's store in ZooKeeper. Thin on purpose: it translates, sends each request once on the
 * handle that is connected now, and posts the answer from ZooKeeper's event thread. It decides
 * nothing, remembers nothing that safety rests on, and never tries again.
 */
final class ZooKeeperLayer implements ClusterLayer {
  private static final Logger log = LoggerFactory.getLogger(ZooKeeperLayer.class);

  private final ZooKeeperOptions options;
  private final String node;
  private final Paths paths;
  private final Trouble trouble;
  private final KnownAccess access;
  private final Containers containers;
  private final Remembered remembered = new Remembered();
  private final DocumentReader reader;
  private final int largestRequest;
  private final Predicate<DocumentKey> isToBeRead;
  private final Connection connection;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Counts connections and interruptions, so that what spans two of them is told apart. */
  private final AtomicLong epoch = new AtomicLong();

  private volatile @Nullable Wiring wiring;
  private volatile @Nullable Session session;

  /** What needs the mailbox. */
  private record Wiring(Consumer<? super Input.FromLayer> mailbox, Answers answers, Hints hints) {}

  /** A handle that is connected and ready. */
  private record Session(ZooKeeper zooKeeper, long id, long epoch) {}

  ZooKeeperLayer(ZooKeeperOptions options) {
    this(options, "", key -> true);
  }

  /**
   * Makes the layer of a node.
   *
   * @param node its name
   */
  ZooKeeperLayer(ZooKeeperOptions options, String node) {
    this(options, node, key -> true);
  }

  /**
   * Makes the layer of somebody who does not read all that changes.
   *
   * @param isToBeRead says of a document that has changed whether it is to be read; asked on
   *     ZooKeeper's thread
   */
  ZooKeeperLayer(ZooKeeperOptions options, Predicate<DocumentKey> isToBeRead) {
    this(options, "", isToBeRead);
  }

  private ZooKeeperLayer(ZooKeeperOptions options, String node, Predicate<DocumentKey> isToBeRead) {
    this.isToBeRead = isToBeRead;
    this.options = options;
    this.node = node;
    this.paths = options.paths();
    this.access = new KnownAccess(options);
    this.trouble = new Trouble(options, access);
    this.containers = new Containers(options, access);
    this.reader = new DocumentReader(paths, remembered);
    this.largestRequest = options.largestRequest();
    this.connection = new Connection(options, new Connected());
  }

  @Override
  public void start(Consumer<? super Input.FromLayer> mailbox) {
    wiring =
        new Wiring(
            mailbox,
            new Answers(mailbox),
            new Hints(paths, reader, this::connected, isToBeRead, mailbox));
    connection.start();
  }

  @Override
  public void execute(Effect.ToLayer effect) {
    Wiring wired = Objects.requireNonNull(wiring, "start comes before execute");
    if (effect instanceof Effect.Commit commit) {
      commit(wired, commit);
    } else if (effect instanceof Effect.Read read) {
      read(wired, read);
    } else if (effect instanceof Effect.Refresh refresh) {
      refresh.keys().stream().sorted().forEach(wired.hints()::refresh);
    } else if (effect instanceof Effect.Watch watch) {
      wired.hints().watch(watch.interest());
    }
  }

  @Override
  public void rehearse(Transaction transaction) {
    new Writing(paths, new Remembered(), KnownAccess.Known.OPEN, transaction);
    for (Transaction.Step step : transaction.steps()) {
      if (step instanceof Transaction.Set set) {
        DocumentReader.rehearse(set.key(), set.document());
      } else if (step instanceof Transaction.Create create) {
        DocumentReader.rehearse(create.key(), create.document());
      }
    }
  }

  @Override
  public void prove(Effect.Prove question, Consumer<? super Input.Proved> mailbox) {
    if (access.lists().areOpen() && options.credentials() == null) {
      ClusterLayer.super.prove(question, mailbox);
      return;
    }
    Thread thread =
        new Thread(
            () ->
                mailbox.accept(
                    new Input.Proved(
                        question.request(),
                        true,
                        Proof.of(options, node, question.process(), question.challenge()).text())),
            "ha-zookeeper-proof");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      session = null;
      connection.close();
    }
    Wiring wired = wiring;
    if (wired != null) {
      wired.answers().giveUp();
    }
  }

  /** Returns the handle if it is connected, else null. */
  @Nullable ZooKeeper connected() {
    Session current = session;
    return current == null ? null : current.zooKeeper();
  }

  KnownAccess access() {
    return access;
  }

  /** Returns what ZooKeeper's codes mean here. */
  Trouble trouble() {
    return trouble;
  }

  private void commit(Wiring wired, Effect.Commit commit) {
    long request = commit.request();
    Answers.Pending pending = wired.answers().expect(new Input.Uncertain(request));
    Session current = session;
    if (current == null) {
      pending.giveUp();
      return;
    }
    for (Transaction.Step step : commit.transaction().steps()) {
      if (expectedVersion(step) < 0) {
        // To ZooKeeper a negative version means any.
        pending.answer(new Input.Conflicted(request, step.key()));
        return;
      }
    }
    try {
      Writing writing = new Writing(paths, remembered, access.get(), commit.transaction());
      if (writing.size() > largestRequest) {
        pending.answer(
            new Input.Refused(
                request,
                "the transaction has up to "
                    + writing.size()
                    + " bytes, and ZooKeeper takes at most "
                    + largestRequest
                    + ": raise jute.maxbuffer on the servers and here"));
        return;
      }
      current
          .zooKeeper()
          .multi(
              writing.operations(),
              (rc, path, ctx, results) -> {
                Input.FromLayer answer = answer(request, writing, Code.get(rc), results);
                joined(current.zooKeeper(), commit.transaction(), answer);
                if (rc == Code.NONODE.intValue() && options.creating()) {
                  // Perhaps a container was deleted; without it nothing could ever be created.
                  containers.ensure(current.zooKeeper(), code -> pending.answer(answer));
                } else if (answer instanceof Input.Conflicted conflicted
                    && conflicted.key().equals(DocumentKey.ACCESS)) {
                  // Who may do what has changed, and is to be known before it is tried again.
                  access.read(current.zooKeeper(), code -> pending.answer(answer));
                } else {
                  pending.answer(answer);
                }
              },
              null);
    } catch (RuntimeException e) {
      pending.answer(
          new Input.Refused(
              request,
              access.lists().areForOthers()
                  ? trouble.describe(Code.NOAUTH)
                  : DocumentFormat.problem(e)));
    }
  }

  private void joined(ZooKeeper zooKeeper, Transaction transaction, Input.FromLayer answer) {
    for (Transaction.Step step : transaction.steps()) {
      if (step instanceof Transaction.Create
          && step.key().kind() == DocumentKey.Kind.MEMBER
          && answer instanceof Input.Committed) {
        OperatorDocuments.create(zooKeeper, paths, access.lists(), step.key().node());
      }
    }
  }

  private static int expectedVersion(Transaction.Step step) {
    if (step instanceof Transaction.Check check) {
      return check.version();
    } else if (step instanceof Transaction.Set set) {
      return set.version();
    }
    return step instanceof Transaction.Delete delete ? delete.version() : 0;
  }

  private Input.FromLayer answer(
      long request, Writing writing, Code code, @Nullable List<OpResult> results) {
    if (code == Code.OK && results != null) {
      return new Input.Committed(request, writing.stored(results));
    }
    return trouble.answer(request, writing, code, results == null ? List.of() : results);
  }

  private void read(Wiring wired, Effect.Read read) {
    long request = read.request();
    Answers.Pending pending =
        wired.answers().expect(new Input.ReadFailed(request, "not connected to ZooKeeper"));
    Session current = session;
    if (current == null) {
      pending.giveUp();
      return;
    }
    InterestReading.Answer answer =
        new InterestReading.Answer() {
          @Override
          public void done(List<Stored> documents) {
            pending.answer(
                epoch.get() == current.epoch()
                    ? new Input.ReadDone(request, documents)
                    : new Input.ReadFailed(request, "the connection was interrupted meanwhile"));
          }

          @Override
          public void failed(Code code) {
            pending.answer(new Input.ReadFailed(request, trouble.describe(code)));
          }
        };
    new InterestReading(paths, reader, current.zooKeeper(), read.interest(), answer).begin();
  }

  /** Makes the handle ready before anybody hears that it is connected. */
  private final class Connected implements Connection.Listener {
    @Override
    public void connected(ZooKeeper zooKeeper) {
      long mine = epoch.incrementAndGet();
      if (options.creating()) {
        containers.ensure(zooKeeper, code -> ready(zooKeeper, mine, code));
      } else {
        access.follow(zooKeeper, code -> ready(zooKeeper, mine, code));
      }
    }

    private void ready(ZooKeeper zooKeeper, long mine, Code code) {
      Wiring wired = wiring;
      if (wired == null
          || closed.get()
          || epoch.get() != mine
          || Trouble.isLossOfConnection(code)) {
        return;
      }
      if (code == Code.SESSIONCLOSEDREQUIRESASLAUTH) {
        wired.mailbox().accept(new Input.NotAdmitted(trouble.describe(code)));
        return;
      }
      if (code != Code.OK) {
        log.warn("{}", trouble.describe(code));
      } else if (options.isProtecting() && access.lists().areOpen()) {
        log.warn(
            "{} is open to everybody, though this node has credentials: pk access protect changes"
                + " that, when all nodes have them",
            options.describe());
      }
      long id = zooKeeper.getSessionId();
      // In this order, so that an interest that comes in between is watched, too.
      session = new Session(zooKeeper, id, mine);
      wired.hints().apply(zooKeeper);
      wired.mailbox().accept(new Input.Connected(id));
    }

    @Override
    public void loginRefused() {
      Wiring wired = wiring;
      if (wired != null && !closed.get()) {
        wired.mailbox().accept(new Input.NotAdmitted(trouble.loginRefused()));
      }
    }

    @Override
    public void disconnected() {
      epoch.incrementAndGet();
      boolean wasReady = session != null;
      session = null;
      Wiring wired = wiring;
      if (wired != null && wasReady && !closed.get()) {
        wired.mailbox().accept(new Input.Disconnected());
      }
    }
  }
}
