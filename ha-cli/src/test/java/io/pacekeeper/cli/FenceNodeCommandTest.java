package io.pacekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Companion;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.fencing.FencingDevice;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.api.fencing.FencingTarget;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator has done to nodes that live: there is a device for {@code two} alone. */
class FenceNodeCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  private volatile FencingResult answer = FencingResult.succeeded();
  private EmbeddedZooKeeper zooKeeper;
  private HaNode one;
  private HaNode two;

  @BeforeEach
  void startCluster() {
    zooKeeper = new EmbeddedZooKeeper(folder.resolve("zookeeper"));
    zooKeeper.start();
    one = join("one");
    two = join("two");
    await()
        .atMost(PATIENCE)
        .until(() -> pk("status").out().matches("(?s).*ledger +Started (one|two).*"));
  }

  @AfterEach
  void stopCluster() {
    two.close();
    one.close();
    zooKeeper.close();
  }

  private HaNode join(String node) {
    return ZooKeeperNode.builder(zooKeeper.connectString())
        .cluster("shop")
        .node(node)
        .lease(Duration.ofSeconds(4))
        .companion(Companion.OFF)
        .resource(Resource.whileRunning("ledger", FenceNodeCommandTest::idle).build())
        .fencingDevice(
            FencingDeviceDefinition.builder("ipmi")
                .hosts("two")
                .timeout(Duration.ofSeconds(2))
                .build(),
            device())
        .join();
  }

  private FencingDevice device() {
    return new FencingDevice() {
      @Override
      public FencingResult off(FencingTarget target) {
        calls.add("off " + target.node());
        return answer;
      }

      @Override
      public FencingResult reboot(FencingTarget target) {
        calls.add("reboot " + target.node());
        return answer;
      }
    };
  }

  private static void idle() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Run pk(String... arguments) {
    return Run.pk(Map.of("PACEKEEPER_ZOOKEEPER", zooKeeper.connectString()), arguments);
  }

  private boolean isOnline(String node) {
    return pk("status")
        .out()
        .lines()
        .anyMatch(line -> line.matches(" +\\* " + node + " .*online.*"));
  }

  @Test
  void aNodeIsSwitchedOffByItsDeviceAndSaidToBeDead() {
    Run run = pk("fence", "node", "two", "--off", "--wait", "20s");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isEqualTo(Pk.DONE);
    assertThat(run.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("two is to be fenced, incarnation .*: off by ipmi"),
            line ->
                assertThat(line)
                    .matches("two is confirmed dead by device \\(the device ipmi\\), incar.*"));
    assertThat(calls).containsExactly("off two");
    assertThat(pk("fence", "history", "two").out())
        .contains("two: confirmed dead by device, incarnation");
    await().atMost(PATIENCE).until(() -> isOnline("two"));
  }

  @Test
  void aNodeThatNoDeviceIsForHasItsLeaseEnded() {
    Run run = pk("fence", "node", "one", "--wait", "20s");

    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches("one is to be fenced, incarnation .*: no device is for it, .*")
                    .contains("4400 ms from now"),
            line -> assertThat(line).matches("one is confirmed dead by lease, incarnation .*"));
    assertThat(calls).isEmpty();
  }

  @Test
  void whatTheDeviceSaysIsToldAndTheRequestStaysUntilItIsWithdrawn() {
    answer = FencingResult.failed("no such outlet");

    Run run = pk("fence", "node", "two", "--wait", "4s");

    assertThat(run.status()).isEqualTo(Pk.FAILED);
    assertThat(run.out()).contains(": reboot by ipmi", "reboot by ipmi failed: no such outlet");
    assertThat(run.err())
        .startsWith("pk: two is not confirmed dead after 4000 ms; it is still asked for")
        .hasLineCount(1);
    assertThat(pk("status").out()).contains("two is to be fenced (reboot), which");
    assertThat(pk("fence", "node", "two").out()).startsWith("joins the request of ");
    assertThat(pk("fence", "node", "two", "--off").err())
        .contains("asks for reboot of two already", "pk fence withdraw two")
        .hasLineCount(1);
    assertThat(pk("fence", "withdraw", "two").err()).isEmpty();
    assertThat(pk("fence", "withdraw", "two").err())
        .isEqualTo("pk: there is nothing to withdraw: nobody asks to have two fenced\n");
    await().atMost(PATIENCE).until(() -> isOnline("two"));
  }

  @Test
  void whatCannotBeDoneIsSaidInALine() {
    assertThat(List.of(pk("fence", "node", "tow"), pk("fence", "withdraw", "tow")))
        .extracting(Run::err)
        .containsOnly("pk: there is no node tow: there is one, two\n");
    assertThat(pk("fence", "node", "one", "--off").err())
        .isEqualTo(
            "pk: no fencing device is for one, so there is no off of its host: leave that out to"
                + " have its lease ended\n");
    Run both = pk("fence", "node", "two", "--off", "--reboot");
    assertThat(both.status()).isEqualTo(Pk.NOT_UNDERSTOOD);
    assertThat(both.err()).contains("--off", "--reboot").hasLineCount(1);
    assertThat(pk("fence", "node", "two", "--wait", "soon").err()).contains("soon").hasLineCount(1);
    two.close();
    await().atMost(PATIENCE).until(() -> !isOnline("two"));
    assertThat(pk("fence", "node", "one").err())
        .isEqualTo("pk: no other node takes part in the cluster, so nobody would fence one\n");
    assertThat(calls).isEmpty();
  }
}
