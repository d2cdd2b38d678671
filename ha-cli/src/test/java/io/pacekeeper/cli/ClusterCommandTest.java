package io.pacekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.Companion;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The life of a cluster as an administrator sees it: real ZooKeeper, real nodes in this JVM. */
class ClusterCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static EmbeddedZooKeeper zooKeeper;

  private final List<HaNode> nodes = new ArrayList<>();
  private String chroot = "";

  @BeforeAll
  static void startZooKeeper() {
    zooKeeper = new EmbeddedZooKeeper(folder.resolve("zookeeper"));
    zooKeeper.start();
  }

  @AfterAll
  static void stopZooKeeper() {
    zooKeeper.close();
  }

  @BeforeEach
  void choosePlace(TestInfo test) {
    chroot = "/" + test.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void closeNodes() {
    nodes.forEach(HaNode::leave); // All at once.
    nodes.forEach(HaNode::close);
  }

  @Test
  void aClusterIsSetUpStartedStoppedAndStartedAgain() {
    start("node1", "node2");
    awaitWaiting("node1", "node2");

    Run setup = pk("cluster", "setup", "shop", "node1", "node2");
    assertThat(setup.err()).isEmpty();
    assertThat(setup.out())
        .contains("node1: waits (host ", "node2: waits (host ")
        .endsWith("Cluster shop has been set up.\n");
    assertThat(pk("cluster", "status").out())
        .startsWith("Cluster name: shop\nClosed: 2 nodes. It works at feature set 4.\n")
        .contains("  * node1: waits, disabled (host ");

    assertDone(
        pk("cluster", "start", "--all"),
        "node1: starting",
        "node2: starting",
        "node1: started",
        "node2: started");
    awaitStarted("ledger", "node1");
    assertDone(pk("cluster", "start", "node1"), "node1: started already");

    String life = lease("node1").incarnation();
    assertDone(pk("cluster", "stop", "node1"), "node1: stopping", "node1: stopped");
    assertThat(lease("node1").state()).isEqualTo(LeaseDocument.State.RELEASED);
    assertThat(lease("node1").incarnation()).isEqualTo(life);
    assertThat(stored(DocumentKey.member("node1"))).isNull();
    awaitStarted("ledger", "node2");
    assertDone(pk("cluster", "stop", "node1"), "node1: stopped already");
    assertThat(pk("cluster", "status").out()).contains("  * node1: was stopped by ");

    assertDone(pk("cluster", "start", "node1"), "node1: starting", "node1: started");
    assertThat(lease("node1").incarnation()).isNotEqualTo(life);
    awaitStarted("ledger", "node1");
  }

  @Test
  void aNodeIsDeletedWithEveryTraceButItsLeaseAndAddedAgain() {
    started("node1", "node2", "node3");
    Run refused = pk("cluster", "node", "delete", "node1");
    assertThat(refused.err())
        .isEqualTo(
            "pk: node1 takes part and runs ledger: stop it first by pk cluster stop node1, or say"
                + " --force to have that done as well\n");
    assertThat(refused.status()).isEqualTo(Pk.FAILED);
    assertThat(refused.out()).isEmpty();

    assertThat(pk("cluster", "stop", "node2").status()).isEqualTo(Pk.DONE);
    Run deleted = pk("cluster", "node", "delete", "node2");
    assertThat(deleted.err()).isEmpty();
    assertThat(deleted.out()).startsWith("node2: stopped already\nnode2: deleted\n");
    assertThat(kinds("node2"))
        .as("what is left of it: its lease, and the JVM that waits")
        .isSubsetOf(Kind.LEASE, Kind.HOST, Kind.ELECTED)
        .contains(Kind.LEASE);
    assertThat(config().nodes()).containsOnlyKeys("node1", "node3");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                pk("cluster", "status")
                    .out()
                    .contains("A JVM waits that is not one of the cluster's nodes: node2"));
    assertComplaint(
        pk("cluster", "start", "node2"),
        "there is no node node2: there is node1, node3; a JVM of node2 waits, and pk cluster node"
            + " add node2 makes it a node");

    Run added = pk("cluster", "node", "add", "node2", "--enable", "--start");
    assertThat(added.err()).isEmpty();
    assertThat(added.out())
        .startsWith("node2: is a node of the cluster (host ")
        .endsWith(", enabled\nnode2: started\n");
    assertComplaint(
        pk("cluster", "node", "add", "node2"),
        "node2 is a node of the cluster already: pk cluster start node2 has its JVM take part");

    assertThat(pk("cluster", "node", "delete", "node1", "--force").out())
        .startsWith("node1: stopping\nnode1: stopped\nnode1: deleted\n");
    assertThat(active("ledger")).isNotEqualTo("node1");
  }

  @Test
  void anUncleanNodeIsRefusedUnlessSomebodySaysThatItIsDead() {
    started("node1", "node2");
    LeaseDocument held =
        new LeaseDocument(
            LeaseDocument.State.HELD, "a-life", Duration.ofSeconds(40), Duration.ofSeconds(4));
    try (ZooKeeperClusterClient client = client()) {
      client.commit(Transaction.of(new Transaction.Create(DocumentKey.lease("node3"), held)));
      SortedMap<String, Integer> three = new TreeMap<>(config().nodes());
      three.put("node3", 3);
      client.change(DocumentKey.CONFIG, ConfigDocument.EMPTY, config -> config.withNodes(three));
    }
    assertComplaint(
        pk("cluster", "node", "delete", "node3"),
        "node3 is unclean: what it ran may be active still, and would run twice if it is taken for"
            + " dead and is not; wait until it is confirmed dead, or make sure that its JVM is gone"
            + " or its host is off, and say --force");
    assertThat(config().nodes()).containsKey("node3");

    Run forced = pk("cluster", "node", "delete", "node3", "--force");
    assertThat(forced.err()).isEmpty();
    assertThat(forced.out())
        .contains(
            "node3: unclean; looking for 10500 ms whether it renews its lease",
            "node3: confirmed dead by hand, incarnation a-life",
            "node3: deleted");
    assertThat(lease("node3").state()).isEqualTo(LeaseDocument.State.DEAD);
    assertThat(config().nodes()).doesNotContainKey("node3");
  }

  @Test
  void aDisabledNodeWaitsWhenItsJvmStartsAndOneThatRunsGoesOn() {
    started("node1", "node2");
    assertDone(pk("cluster", "enable", "node1"), "node1: enabled");
    assertDone(pk("cluster", "enable", "node1"), "node1: enabled already");
    assertThat(pk("cluster", "status").out())
        .contains("  * node1: takes part, enabled", "  * node2: takes part, disabled");
    String life = lease("node2").incarnation();
    assertDone(pk("cluster", "enable", "--all"), "node1: enabled already", "node2: enabled");
    assertDone(pk("cluster", "disable", "node2"), "node2: disabled");
    nodes.get(0).close();
    nodes.get(1).close();
    nodes.clear();
    start("node1", "node2");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                pk("cluster", "status").out().contains("  * node1: takes part, enabled")
                    && pk("cluster", "status").out().contains("  * node2: waits, disabled"));
    assertThat(lease("node2").incarnation()).isEqualTo(life);
    assertThat(lease("node2").state()).isEqualTo(LeaseDocument.State.RELEASED);
  }

  @Test
  void whoIsNotOnTheListIsRefusedByName() {
    started("node1");
    HaNode stranger = builder("node9").build();
    nodes.add(stranger);
    List<String> told = new java.util.concurrent.CopyOnWriteArrayList<>();
    stranger.addListener(event -> told.add(event.describe()));
    stranger.start();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                told.contains(
                    "node9 cannot join: it is not one of the cluster's nodes (node1): pk cluster"
                        + " node add node9 makes it one"));
    assertThat(stored(DocumentKey.lease("node9"))).isNull();
    await().atMost(PATIENCE).until(() -> stored(DocumentKey.host("node9")) != null);
  }

  @Test
  void aNameThatIsTakenIsRefusedAndAnInterruptedSetupGoesOn() {
    assertThat(pk("cluster", "setup", "shop", "node1", "node2").out())
        .isEqualTo(
            "node1: no JVM of it waits yet\nnode2: no JVM of it waits yet\nCluster shop has been set"
                + " up.\n");
    List<Stored> before = documents();
    assertComplaint(
        pk("cluster", "setup", "shop", "node1", "node3"),
        "there is a cluster shop already, of node1, node2: choose another name, or take it away by"
            + " pk cluster destroy");
    assertThat(documents()).isEqualTo(before);
    assertThat(pk("cluster", "setup", "shop", "node1", "node2").out())
        .endsWith("Cluster shop was set up before, and nobody has taken part yet.\n");

    Run start = pk("cluster", "start", "node1");
    assertThat(start.status()).isEqualTo(Pk.FAILED);
    assertThat(start.err())
        .isEqualTo("pk: node1 has no running JVM: start it, as pk starts none\n");
    start("node1", "node2");
    awaitWaiting("node1", "node2");
    assertThat(pk("cluster", "setup", "shop", "node1", "node2", "--enable", "--start").out())
        .contains("nobody has taken part yet.\n", "node1: started\n", "node2: started\n");
    assertComplaint(
        pk("cluster", "setup", "shop", "node1", "node2"),
        "there is a cluster shop already, of node1, node2: choose another name, or take it away by"
            + " pk cluster destroy; pk cluster start --all has its JVMs take part");
    assertThat(config().participation("node1").enabled()).isTrue();
  }

  @Test
  void whatCannotBeIsSaidBeforeAnythingIsChanged() {
    assertComplaint(pk("cluster", "setup", "shop", "node1", "node1"), "node node1 is named twice");
    assertComplaint(
        pk("cluster", "setup", "shop", "node 1"),
        "the name of a node has 1 to 128 letters, digits, dots, dashes and underscores, and begins"
            + " with a letter or a digit, but it is 'node 1'");
    assertThat(pk("cluster", "setup", "shop").status()).isEqualTo(Pk.NOT_UNDERSTOOD);
    assertThat(pk("cluster").err()).startsWith("pk: a command is missing: setup, start, ");
    Run none = pk("cluster", "start", "--all");
    assertThat(none.status()).isEqualTo(Pk.FAILED);
    assertThat(none.err()).startsWith("pk: there is no cluster shop ").hasLineCount(1);

    pk("cluster", "setup", "shop", "node1");
    List<Stored> before = documents();
    assertComplaint(
        pk("cluster", "start", "node1", "node7"), "there is no node node7: there is node1");
    assertComplaint(pk("cluster", "stop", "node7"), "there is no node node7: there is node1");
    assertComplaint(pk("cluster", "enable", "node7"), "there is no node node7: there is node1");
    assertComplaint(
        pk("cluster", "node", "delete", "node7"), "there is no node node7: there is node1");
    assertComplaint(
        pk("cluster", "node", "delete", "node1"),
        "node1 is the last node of the cluster: pk cluster destroy takes the cluster away");
    assertThat(pk("cluster", "start").err())
        .isEqualTo("pk: name the nodes, or say --all; see pk cluster start --help\n");
    assertThat(pk("cluster", "stop", "node1", "--all").status()).isEqualTo(Pk.NOT_UNDERSTOOD);
    assertComplaint(
        pk("cluster", "stop", "node1", "--wait", "soon"),
        "a wait is written such as 500ms, 20s or 1m, but it is 'soon'");
    assertThat(documents()).isEqualTo(before);
  }

  @Test
  void whatNeedsANewerFeatureSetIsRefusedWhileTheClusterWorksAtAnOlderOne() {
    pk("cluster", "setup", "shop", "node1", "node2");
    try (ZooKeeperClusterClient client = client()) {
      client.change(DocumentKey.CONFIG, ConfigDocument.EMPTY, config -> config.withFeatureSet(1));
    }
    List<Stored> before = documents();
    for (String[] command :
        new String[][] {
          {"cluster", "start", "--all"},
          {"cluster", "stop", "node1"},
          {"cluster", "disable", "node1"},
          {"cluster", "node", "add", "node3"},
          {"cluster", "node", "delete", "node1"},
          {"cluster", "destroy", "--force"}
        }) {
      assertComplaint(
          pk(command),
          "the cluster works at feature set 1, and this needs 2: upgrade all of its nodes first");
    }
    assertThat(documents()).isEqualTo(before);
  }

  @Test
  void aClusterIsDestroyedAfterAQuestionAndSetUpAgainWithTermsThatGoOn() {
    started("node1", "node2");
    long term = term();
    List<Kind> before = kinds("node1");
    assertComplaint(
        pkAnswering("shap", "cluster", "destroy"),
        "that is not the name of the cluster, so nothing was destroyed");
    assertComplaint(
        pk("cluster", "destroy"),
        "nobody is there to be asked, so nothing was destroyed: say --force");
    assertThat(kinds("node1")).isEqualTo(before);

    Run destroyed = pkAnswering("shop", "cluster", "destroy");
    assertThat(destroyed.err()).isEmpty();
    assertThat(destroyed.out())
        .contains("node1: stopping", "node1: stopped", "node1: removed", "node2: removed")
        .endsWith("Cluster shop has been destroyed.\n");
    assertThat(documents().stream().map(stored -> stored.key().kind()).distinct())
        .isSubsetOf(Kind.LEASE, Kind.ELECTED, Kind.HOST, Kind.ACCESS);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                documents().stream()
                        .filter(stored -> stored.key().kind() == Kind.HOST)
                        .map(Stored::document)
                        .map(String::valueOf)
                        .filter(host -> host.contains("waits for the cluster to be set up again"))
                        .count()
                    == 2);

    assertThat(pk("cluster", "setup", "shop", "node1", "node2", "--start").status())
        .isEqualTo(Pk.DONE);
    awaitStarted("ledger", "node1");
    assertThat(term()).as("fencing tokens grow").isGreaterThan(term);
  }

  @Test
  void anOpenClusterIsStartedStoppedAndDestroyedAsWell() {
    nodes.add(builder("node1").awaitSetup(false).join());
    nodes.add(builder("node2").awaitSetup(false).join());
    assertThat(pk("cluster", "status").out()).contains("Open: every node may join.");
    assertComplaint(
        pk("cluster", "node", "add", "node3"),
        "the cluster is open, so that every node may join: there is nothing to add");
    assertComplaint(
        pk("cluster", "setup", "shop", "node1"),
        "there is a cluster shop already, which is open, so that every node may join it: choose"
            + " another name, or take it away by pk cluster destroy");
    assertThat(pk("cluster", "node", "delete", "node2", "--force").out())
        .contains("node2: deleted", "a JVM of that name joins again when it starts");
    assertThat(lease("node2").state()).isEqualTo(LeaseDocument.State.RELEASED);
    assertThat(pk("cluster", "destroy", "--force").status()).isEqualTo(Pk.DONE);
    assertThat(stored(DocumentKey.CONFIG)).isNull();
  }

  @Test
  void theLeaseOfAJvmThatDiedIsWaitedForWhereNoDcIsLeftToSeeToIt() {
    pk("cluster", "setup", "shop", "node1");
    LeaseDocument held =
        new LeaseDocument(
            LeaseDocument.State.HELD, "a-life", Duration.ofSeconds(2), Duration.ofMillis(200));
    try (ZooKeeperClusterClient client = client()) {
      client.commit(Transaction.of(new Transaction.Create(DocumentKey.lease("node1"), held)));
    }
    long begun = System.nanoTime();
    Run destroyed = pk("cluster", "destroy", "--force");
    assertThat(destroyed.out())
        .contains("node1: its lease has not been renewed, and was revoked")
        .endsWith("Cluster shop has been destroyed.\n");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(2200));
    assertThat(lease("node1").state()).isEqualTo(LeaseDocument.State.REVOKED);
  }

  /** Has nodes take part in a cluster that was set up with them. */
  private void started(String... names) {
    start(names);
    awaitWaiting(names);
    List<String> setup = new ArrayList<>(List.of("cluster", "setup", "shop"));
    setup.addAll(List.of(names));
    setup.add("--start");
    Run run = pk(setup.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    awaitStarted("ledger", "node1");
  }

  private void start(String... names) {
    for (String name : names) {
      nodes.add(builder(name).start());
    }
  }

  private void awaitWaiting(String... names) {
    for (String name : names) {
      await().atMost(PATIENCE).until(() -> stored(DocumentKey.host(name)) != null);
    }
  }

  private void awaitStarted(String resource, String node) {
    await().atMost(PATIENCE).until(() -> node.equals(active(resource)));
  }

  private @Nullable String active(String resource) {
    try (ZooKeeperClusterClient client = client()) {
      return client.status().resources().stream()
          .filter(one -> one.id().equals(resource))
          .flatMap(one -> one.active().stream())
          .filter(one -> one.phase() == io.pacekeeper.api.ClusterStatus.Phase.STARTED)
          .map(one -> one.node())
          .findFirst()
          .orElse(null);
    }
  }

  private List<Stored> documents() {
    try (ZooKeeperClusterClient client = client()) {
      return client.documents();
    }
  }

  private @Nullable Stored stored(DocumentKey key) {
    try (ZooKeeperClusterClient client = client()) {
      return client.read(key);
    } catch (io.pacekeeper.api.HaException nobodyHasConnectedYet) {
      return null;
    }
  }

  private <D extends Document> D read(DocumentKey key, Class<D> type) {
    Stored stored = stored(key);
    D document = stored == null ? null : stored.as(type);
    if (document == null) {
      throw new AssertionError("not there: " + key);
    }
    return document;
  }

  private ConfigDocument config() {
    return read(DocumentKey.CONFIG, ConfigDocument.class);
  }

  private LeaseDocument lease(String node) {
    return read(DocumentKey.lease(node), LeaseDocument.class);
  }

  private long term() {
    return read(DocumentKey.TERM, io.pacekeeper.core.document.TermDocument.class).term();
  }

  private List<Kind> kinds(String node) {
    return documents().stream()
        .map(Stored::key)
        .filter(key -> key.node().equals(node))
        .map(DocumentKey::kind)
        .toList();
  }

  private ZooKeeperClusterClient client() {
    return ZooKeeperClusterClient.builder(zooKeeper.connectString())
        .chroot(chroot)
        .cluster("shop")
        .connect();
  }

  private ZooKeeperNode.Builder builder(String node) {
    return ZooKeeperNode.builder(zooKeeper.connectString())
        .chroot(chroot)
        .cluster("shop")
        .node(node)
        .awaitSetup(true)
        .companion(Companion.OFF)
        .shutdownHook(false)
        .resource(Resource.of("ledger", Idle::new).prefers("node1", 100).build());
  }

  private Map<String, String> environment() {
    return Map.of(
        "PACEKEEPER_ZOOKEEPER",
        zooKeeper.connectString(),
        "PACEKEEPER_CHROOT",
        chroot,
        "PACEKEEPER_CLUSTER",
        "shop");
  }

  private Run pk(String... arguments) {
    return Run.pk(environment(), arguments);
  }

  private Run pkAnswering(String answer, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Prompt prompt =
        new Prompt() {
          @Override
          public String line(String question) {
            return answer;
          }

          @Override
          public char @Nullable [] password(String question) {
            return null;
          }
        };
    int status =
        Pk.run(
            environment(),
            prompt,
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            arguments);
    return new Run(status, out.toString(), err.toString());
  }

  private static void assertDone(Run run, String... lines) {
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).containsExactlyInAnyOrder(lines);
    assertThat(run.status()).isEqualTo(Pk.DONE);
  }

  private static void assertComplaint(Run run, String complaint) {
    assertThat(run.err()).isEqualTo("pk: " + complaint + "\n");
    assertThat(run.status()).isEqualTo(Pk.FAILED);
    assertThat(run.out()).isEmpty();
  }

  private static final class Idle implements ResourceAgent {
    @Override
    public void start(Activation activation) {}

    @Override
    public void stop() {}
  }
}
