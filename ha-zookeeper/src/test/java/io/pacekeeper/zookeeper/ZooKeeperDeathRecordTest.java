package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.FencingDocument.Means;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.runtime.companion.DeathRecord;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deaths that are written to a real server. */
class ZooKeeperDeathRecordTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final DocumentKey LEASE = DocumentKey.lease("node1");
  private static final DocumentKey FENCING = DocumentKey.fencing("node1");

  @TempDir static Path folder;
  private static EmbeddedZooKeeper server;

  private final List<String> words = Collections.synchronizedList(new ArrayList<>());
  private final DeathRecord.Voice voice =
      new DeathRecord.Voice() {
        @Override
        public void say(String sentence) {
          words.add(sentence);
        }

        @Override
        public void warn(String sentence) {
          words.add("WARN " + sentence);
        }
      };

  @BeforeAll
  static void startServer() {
    server = new EmbeddedZooKeeper(folder);
    server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static ZooKeeperOptions options(String cluster) {
    return ZooKeeperOptions.of(server.connectString(), cluster);
  }

  /** What is handed to a companion arrives there whole. */
  private static ZooKeeperDeathRecord record(ZooKeeperOptions options) {
    return new ZooKeeperDeathRecord(
        CompanionSettings.of(new CompanionSettings("node1", options).toMap()));
  }

  private static long soon() {
    return System.nanoTime() + PATIENCE.toNanos();
  }

  private static LeaseDocument lease(State state, String incarnation) {
    return new LeaseDocument(state, incarnation, Duration.ofSeconds(20), Duration.ofSeconds(2));
  }

  private static @Nullable Stored read(LayerUser user, DocumentKey key) {
    return user.readAll().stream().filter(one -> one.key().equals(key)).findFirst().orElse(null);
  }

  private static void assertConfirmed(LayerUser user, State state, int version) {
    Stored lease = read(user, LEASE);
    assertThat(lease.document()).isEqualTo(lease(state, "i1"));
    assertThat(lease.version()).isEqualTo(version);
    assertEvidence(user);
  }

  private static void assertEvidence(LayerUser user) {
    assertThat(read(user, FENCING).as(FencingDocument.class).confirmations())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.incarnation()).isEqualTo("i1");
              assertThat(one.means()).isEqualTo(Means.COMPANION);
            });
  }

  @Test
  void aLeaseThatIsHeldIsEndedAndTheEvidenceWritten() {
    try (LayerUser user = new LayerUser(options("held")).connect();
        ZooKeeperDeathRecord record = record(options("held"))) {
      user.committed(new Transaction.Create(LEASE, lease(State.HELD, "i1")));
      record.open(voice);
      await().atMost(PATIENCE).until(() -> !words.isEmpty());
      assertThat(words).singleElement().asString().startsWith("ready to write to ");
      assertThat(record.confirm("i1", soon())).contains("is confirmed dead, its lease with it");
      assertConfirmed(user, State.DEAD, 1);
      assertThat(record.confirm("i1", soon())).contains("nothing left to confirm");
      assertConfirmed(user, State.DEAD, 1);
    }
  }

  @Test
  void anotherIncarnationsLeaseIsLeftAlone() {
    try (LayerUser user = new LayerUser(options("another")).connect();
        ZooKeeperDeathRecord record = record(options("another"))) {
      user.committed(new Transaction.Create(LEASE, lease(State.HELD, "i2")));
      record.confirm("i1", soon());
      assertThat(read(user, LEASE).document()).isEqualTo(lease(State.HELD, "i2"));
      assertThat(read(user, LEASE).version()).isZero();
      assertEvidence(user);
    }
  }

  /** Renewals of the JVM may still be on their way when it is gone. */
  @Test
  void aLeaseThatMovesMeanwhileIsReadAgain() {
    try (LayerUser user = new LayerUser(options("moves")).connect();
        ZooKeeperDeathRecord record = record(options("moves"))) {
      user.committed(new Transaction.Create(LEASE, lease(State.HELD, "i1")));
      CompletableFuture<String> confirming =
          CompletableFuture.supplyAsync(() -> record.confirm("i1", soon()));
      int version = 0;
      while (!confirming.isDone() && version < 300) {
        user.commit(new Transaction.Set(LEASE, version++, lease(State.HELD, "i1")));
      }
      assertThat(confirming.orTimeout(30, TimeUnit.SECONDS).join()).contains("confirmed dead");
      assertThat(read(user, LEASE).document()).isEqualTo(lease(State.DEAD, "i1"));
      assertEvidence(user);
    }
  }

  @Test
  void anOutageIsWaitedForUntilThePatienceEnds() {
    try (LayerUser user = new LayerUser(options("outage")).connect()) {
      user.committed(new Transaction.Create(LEASE, lease(State.HELD, "i1")));
    }
    try (ZooKeeperDeathRecord record = record(options("outage"))) {
      server.stop();
      assertThat(record.confirm("i1", System.nanoTime() + Duration.ofMillis(300).toNanos()))
          .contains("could not be written down: ZooKeeper could not be reached");
      CompletableFuture<String> confirming =
          CompletableFuture.supplyAsync(() -> record.confirm("i1", soon()));
      server.start();
      assertThat(confirming.orTimeout(30, TimeUnit.SECONDS).join()).contains("confirmed dead");
    }
    try (LayerUser user = new LayerUser(options("outage")).connect()) {
      assertConfirmed(user, State.DEAD, 1);
    }
  }

  @Test
  void credentialsAreHandedOnAndWithoutThemNothingIsWritten() {
    ZooKeeperOptions known =
        options("secret").withCredentials(Credentials.of("ann", "s e\u00e7ret".toCharArray()));
    try (LayerUser user = new LayerUser(known).connect()) {
      user.committed(new Transaction.Create(LEASE, lease(State.HELD, "i1")));
      try (ZooKeeperDeathRecord stranger = record(options("secret"))) {
        assertThat(stranger.confirm("i1", soon()))
            .contains("could not be written down: not authorized");
      }
      try (ZooKeeperDeathRecord record = record(known)) {
        record.confirm("i1", soon());
      }
      assertConfirmed(user, State.DEAD, 1);
    }
  }
}
