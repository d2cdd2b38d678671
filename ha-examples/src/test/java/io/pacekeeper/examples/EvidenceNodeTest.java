package io.pacekeeper.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.examples.evidence.EvidenceCheck;
import io.pacekeeper.examples.evidence.EvidenceCheck.Activation;
import io.pacekeeper.examples.evidence.EvidenceCheck.Death;
import io.pacekeeper.examples.evidence.EvidenceFile;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceNodeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int RESOURCES = 6;

  @TempDir Path folder;
  private final List<ChildJvm> nodes = new ArrayList<>();
  private final List<Death> deaths = new ArrayList<>();
  private EmbeddedZooKeeper zooKeeper;

  @BeforeEach
  void startZooKeeper() {
    zooKeeper = new EmbeddedZooKeeper(folder.resolve("zookeeper"));
    zooKeeper.start();
  }

  @AfterEach
  void endAll() {
    nodes.forEach(ChildJvm::close);
    zooKeeper.close();
  }

  @Test
  void whatItWritesShowsEachResourceActiveOnceWhileNodesComeAndGo() throws Exception {
    ChildJvm first = start("node1");
    awaitActive(Map.of("node1", RESOURCES));
    ChildJvm second = start("node2");
    awaitActive(Map.of("node1", RESOURCES / 2, "node2", RESOURCES / 2));

    first.process().destroyForcibly().waitFor();
    deaths.add(new Death("node1", System.nanoTime()));
    awaitActive(Map.of("node2", RESOURCES));

    ChildJvm third = start("node3");
    awaitActive(Map.of("node2", RESOURCES / 2, "node3", RESOURCES / 2));
    second.process().toHandle().destroy();
    awaitActive(Map.of("node3", RESOURCES));
    await().atMost(PATIENCE).until(() -> !second.process().isAlive());
    assertThat(second.process().exitValue()).as(second.output()).isZero();
    third.process().toHandle().destroy();
    await().atMost(PATIENCE).until(() -> !third.process().isAlive());

    EvidenceCheck check = check();
    assertThat(check.violations()).isEmpty();
    assertThat(check.activations()).allMatch(Activation::hasEnded);
    assertThat(check.gaps()).anyMatch(gap -> gap.from().equals("node1") && gap.nanos() > 0);
  }

  @Test
  void aMistakeInItsOptionsIsSaidInOneLine() throws Exception {
    ChildJvm node = ChildJvm.start(folder.resolve("typo"), EvidenceNode.class, "--lese", "3s");
    nodes.add(node);

    assertThat(node.process().waitFor()).isEqualTo(2);
    assertThat(node.output()).isEqualTo("EvidenceNode: there is no option --lese\n");
  }

  private ChildJvm start(String name) throws IOException {
    ChildJvm node =
        ChildJvm.start(
            folder.resolve(name + ".log"),
            EvidenceNode.class,
            "--zookeeper",
            zooKeeper.connectString(),
            "--cluster",
            "evidence",
            "--name",
            name,
            "--resources",
            Integer.toString(RESOURCES),
            "--session-timeout",
            "4s",
            "--lease",
            "3s",
            "--companion",
            "off",
            "--evidence",
            folder.resolve("evidence").toString());
    nodes.add(node);
    await()
        .atMost(PATIENCE)
        .failFast(() -> assertThat(node.process().isAlive()).as(node.output()).isTrue())
        .until(() -> node.output().lines().anyMatch("READY"::equals));
    return node;
  }

  private EvidenceCheck check() throws IOException {
    Path file = folder.resolve("evidence");
    return EvidenceCheck.of(Files.exists(file) ? EvidenceFile.read(file) : List.of(), deaths);
  }

  private void awaitActive(Map<String, Integer> expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Map<String, Integer> active = new TreeMap<>();
              for (Activation activation : check().activations()) {
                if (!activation.hasEnded()) {
                  active.merge(activation.node(), 1, Integer::sum);
                }
              }
              assertThat(active).isEqualTo(expected);
            });
  }
}
