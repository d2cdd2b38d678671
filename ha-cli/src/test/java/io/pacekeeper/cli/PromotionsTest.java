package io.pacekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator says of promotions, of limits, and of nodes that leave. */
class PromotionsTest {
  @TempDir static Path folder;
  private static Promotions shop;

  @BeforeAll
  static void startCluster() {
    shop = new Promotions(folder.resolve("zookeeper"));
  }

  @AfterAll
  static void stopCluster() {
    shop.close();
  }

  @AfterEach
  void noMoreThanMayBeWereEverActive() {
    assertThat(shop.tooMany).isEmpty();
    shop.done("resource", "cleanup", "store");
    shop.awaitPromoted("node1");
    shop.awaitLedger("node3");
  }

  @Test
  void whatIsPromotedRecoversInOneTransition() {
    shop.forget();
    shop.broken.add("node1");
    shop.awaitDeeds("demote node1", "stop node1", "start node1", "promote node1");
    assertThat(shop.transitions)
        .containsExactly(
            "demote store on node1, stop store on node1, start store on node1, promote store on"
                + " node1");
  }

  @Test
  void itIsDemotedAloneIfTheAdministratorSaysSo() {
    shop.done("resource", "update", "store", "op", "promoted-monitor", "on-fail=demote");
    shop.forget();
    shop.broken.add("node1");
    shop.awaitDeeds("demote node1", "promote node1");
    assertThat(shop.done("resource", "update", "store", "op", "promoted-monitor", "on-fail="))
        .contains("as its code declares it");
  }

  @Test
  void nobodyIsPromotedWhereTheTargetRoleIsUnpromoted() {
    shop.done("resource", "meta", "store", "target-role=Unpromoted");
    shop.awaitPromoted();
    assertThat(shop.done("resource", "locate", "store")).contains("node1", "node2", "node3");
    shop.done("resource", "meta", "store", "target-role=Promoted");
    shop.awaitPromoted("node1");
    shop.done("resource", "meta", "store", "target-role=");
  }

  @Test
  void asManyArePromotedAsTheAdministratorSays() {
    shop.most = 2;
    shop.done("resource", "meta", "store", "promoted-max=2");
    await().atMost(Promotions.PATIENCE).until(() -> shop.promoted.size() == 2);
    assertThat(shop.promoted).contains("node1");
    shop.done("resource", "meta", "store", "promoted-max=");
    shop.awaitPromoted("node1");
    shop.most = 1;
  }

  @Test
  void whatRunsOnANodeThatIsStoppedIsKeptForItUntilItIsBack() {
    shop.done("property", "set", "shutdown-lock=true");
    shop.done("cluster", "stop", "node3");
    shop.awaitLedger();
    assertThat(shop.done("resource", "explain", "ledger"))
        .startsWith("ledger runs nowhere: shutdown-lock keeps it for node3.")
        .contains("let it run on node3, or set shutdown-lock to false");
    shop.done("cluster", "start", "node3");
    shop.awaitLedger("node3");
    shop.done("property", "unset", "shutdown-lock");
  }

  @Test
  void withoutTheLockItMovesAndComesBack() {
    shop.done("cluster", "stop", "node3");
    await()
        .atMost(Promotions.PATIENCE)
        .until(() -> shop.ledgers.size() == 1 && !shop.ledgers.contains("node3"));
    shop.done("cluster", "start", "node3");
    shop.awaitLedger("node3");
  }

  @Test
  void oneActionAfterTheOtherServesAllTheSame() {
    shop.done("property", "set", "batch-limit=1");
    shop.forget();
    shop.broken.add("node1");
    shop.awaitDeeds("demote node1", "stop node1", "start node1", "promote node1");
    assertThat(shop.transitions).allMatch(what -> !what.contains(","));
    shop.done("property", "unset", "batch-limit");
  }
}
