package io.pacekeeper.zookeeper;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.lease.DeathCertificate;
import io.pacekeeper.runtime.companion.DeathRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * Writes deaths to ZooKeeper, in a session of its own that is there before it is needed: what it
 * has to do then is one round of reading and one transaction, by code that has run often.
 */
final class ZooKeeperDeathRecord implements DeathRecord {
  /** Longer than that and a server that is cut off would be found out too late. */
  private static final Duration LONGEST_SESSION = Duration.ofSeconds(10);

  /** How long a server may take to answer before another one is asked. */
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(2);

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(30);

  /** After so many passes the code that is needed in the end is compiled. */
  private static final int WARM_UPS = 200;

  private static final long WARM_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long RETRY_NANOS = Duration.ofMillis(5).toNanos();

  private final String node;
  private final ZooKeeperOptions options;
  private final Paths paths;
  private final KnownAccess access;
  private final Trouble trouble;
  private final Remembered remembered = new Remembered();
  private final OwnSession session;

  /** Held by who uses the session: first by who warms it up, then by who confirms. */
  private final ReentrantLock inUse = new ReentrantLock();

  private volatile boolean closed;

  ZooKeeperDeathRecord(CompanionSettings settings) {
    this.node = settings.node();
    Duration asked = settings.options().sessionTimeout();
    this.options =
        settings
            .options()
            .withSessionTimeout(asked.compareTo(LONGEST_SESSION) < 0 ? asked : LONGEST_SESSION);
    this.paths = options.paths();
    this.access = new KnownAccess(options);
    this.trouble = new Trouble(options, access);
    this.session = new OwnSession(options);
  }

  @Override
  public void open(Voice voice) {
    Thread warming = new Thread(() -> warm(voice), "companion-connect");
    warming.setDaemon(true);
    warming.start();
  }

  private void warm(Voice voice) {
    long begun = System.nanoTime();
    boolean complained = false;
    while (!closed) {
      inUse.lock();
      try {
        if (closed || warmUp()) {
          voice.say("ready to write to " + options.connectString() + after(begun));
          return;
        }
        throw new IOException("it cannot be reached yet");
      } catch (IOException | KeeperException e) {
        if (!complained && !closed) {
          complained = true;
          voice.warn("not ready to write to " + options.connectString() + ": " + sentence(e));
        }
      } finally {
        inUse.unlock();
      }
      LockSupport.parkNanos(WARM_AGAIN_NANOS);
    }
  }

  /** Does what is to be done in the end, as far as that changes nothing. */
  private boolean warmUp() throws IOException, KeeperException {
    ZooKeeper zooKeeper = session.await(System.nanoTime() + CONNECT_PATIENCE.toNanos());
    if (zooKeeper == null) {
      return false;
    }
    DeathCertificate sample = new DeathCertificate(node, "nobody");
    for (int pass = 0; pass < WARM_UPS && !closed; pass++) {
      Transaction transaction = write(sample, read(zooKeeper, sample));
      if (transaction != null) {
        operations(transaction);
      }
    }
    try {
      multi(zooKeeper, List.of(Op.check(paths.root(), -1)));
    } catch (KeeperException.NoNodeException e) {
      // The first node of a cluster may be about to create it.
      return true;
    }
    return true;
  }

  private List<Op> operations(Transaction transaction) throws KeeperException {
    try {
      return new Writing(paths, remembered, access.get(), transaction).operations();
    } catch (IllegalStateException e) {
      // It may not know for whom to create it, as its JVM is no node of the cluster.
      throw KeeperException.create(Code.NOAUTH);
    }
  }

  private static @Nullable Transaction write(
      DeathCertificate certificate, Map<DocumentKey, Stored> read) {
    List<DocumentKey> keys = certificate.keys();
    return certificate.write(
        read.get(keys.get(0)), read.get(keys.get(1)), read.get(keys.get(2)), Instant.now());
  }

  @Override
  public String confirm(String incarnation, long giveUpAtNanos) {
    closed = true; // Whoever still warms up has had its time.
    inUse.lock();
    try {
      return confirmNow(new DeathCertificate(node, incarnation), incarnation, giveUpAtNanos);
    } finally {
      inUse.unlock();
    }
  }

  private String confirmNow(DeathCertificate certificate, String incarnation, long giveUpAtNanos) {
    long begun = System.nanoTime();
    String last = "ZooKeeper could not be reached";
    while (System.nanoTime() - giveUpAtNanos < 0) {
      try {
        ZooKeeper zooKeeper = session.await(giveUpAtNanos);
        if (zooKeeper != null) {
          Transaction transaction = write(certificate, read(zooKeeper, certificate));
          if (transaction == null) {
            return "of incarnation " + incarnation + " there is nothing left to confirm";
          }
          multi(zooKeeper, operations(transaction));
          return done(incarnation, transaction, begun);
        }
      } catch (IOException e) {
        last = sentence(e);
        replaceSession();
      } catch (KeeperException e) {
        // Perhaps it was written, perhaps somebody else was faster: what is read next will tell.
        last = sentence(e);
        if (isFinal(e.code())) {
          break;
        }
      }
      LockSupport.parkNanos(RETRY_NANOS);
    }
    return "the death of incarnation " + incarnation + " could not be written down: " + last;
  }

  private void replaceSession() {
    try {
      session.replace();
    } catch (IOException e) {
      // The next attempt finds it out.
    }
  }

  private static String done(String incarnation, Transaction transaction, long begun) {
    boolean ended =
        transaction.steps().stream()
            .anyMatch(
                step ->
                    step instanceof Transaction.Set set && set.document() instanceof LeaseDocument);
    return "incarnation "
        + incarnation
        + " is confirmed dead"
        + (ended ? ", its lease with it" : "; its lease was over, or is not its any more")
        + after(begun);
  }

  private static String after(long begun) {
    return ", after " + (System.nanoTime() - begun) / 1_000_000 + " ms";
  }

  /** Returns whether the same would be answered again, whatever is read. */
  private static boolean isFinal(Code code) {
    return switch (code) {
      case NOAUTH, AUTHFAILED, INVALIDACL, BADARGUMENTS, MARSHALLINGERROR, UNIMPLEMENTED -> true;
      default -> false;
    };
  }

  private String sentence(Exception e) {
    return e instanceof KeeperException told
        ? trouble.describe(told.code())
        : String.valueOf(e.getMessage());
  }

  /** Reads what there is, as new as anything that was committed before this was called. */
  private Map<DocumentKey, Stored> read(ZooKeeper zooKeeper, DeathCertificate certificate)
      throws IOException, KeeperException {
    CompletableFuture<Map<DocumentKey, Stored>> done = new CompletableFuture<>();
    Map<DocumentKey, Stored> found = new TreeMap<>();
    List<DocumentKey> keys = certificate.keys();
    // A fresh one, which makes each document anew, as it has to in the end.
    DocumentReader reader = new DocumentReader(paths, remembered);
    Tally tally =
        new Tally(
            keys.size() + 2,
            code -> {
              if (code == Code.OK) {
                done.complete(found);
              } else {
                done.completeExceptionally(KeeperException.create(code));
              }
            });
    // Requests of a session are answered in their order, so that the reading is as new as the sync.
    zooKeeper.sync(paths.root(), (rc, path, ctx) -> tally.arrived(Code.get(rc)), null);
    // What is created is for those who may do what by then.
    access.read(zooKeeper, tally::arrived);
    for (DocumentKey key : keys) {
      reader.read(
          zooKeeper,
          key,
          new DocumentReader.Answer() {
            @Override
            public void found(Stored stored) {
              found.put(key, stored);
              tally.arrived(Code.OK);
            }

            @Override
            public void absent() {
              tally.arrived(Code.OK);
            }

            @Override
            public void failed(Code code) {
              tally.arrived(code);
            }
          });
    }
    return await(done);
  }

  private static void multi(ZooKeeper zooKeeper, List<Op> operations)
      throws IOException, KeeperException {
    CompletableFuture<List<OpResult>> done = new CompletableFuture<>();
    zooKeeper.multi(
        operations,
        (rc, path, ctx, results) -> {
          if (rc == Code.OK.intValue()) {
            done.complete(results == null ? List.of() : results);
          } else {
            done.completeExceptionally(KeeperException.create(Code.get(rc)));
          }
        },
        null);
    await(done);
  }

  private static <T> T await(CompletableFuture<T> future) throws IOException, KeeperException {
    try {
      return future.get(ANSWER_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("ZooKeeper does not answer", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KeeperException told) {
        throw told;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    session.close();
  }
}
