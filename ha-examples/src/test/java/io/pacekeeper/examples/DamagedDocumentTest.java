package io.pacekeeper.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.Companion;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.LeaseDocument.State;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.examples.EvidenceCluster.Shape;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient.CommitResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody writes garbage over a document of a running cluster, or deletes it: no JVM goes down,
 * nothing is active twice, somebody's log and the status name it, and it goes on afterwards.
 */
class DamagedDocumentTest {
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Shape SHAPE =
      new Shape(6, LEASE, Duration.ofSeconds(4), Duration.ofMillis(200), Companion.OFF);
  private static final List<String> NODES = List.of("node1", "node2", "node3");

  @TempDir static Path folder;
  private static EvidenceCluster cluster;
  private static ZooKeeperClusterClient client;
  private static RawZooKeeper raw;

  /** Whose document is damaged. */
  enum Whose {
    THE_CLUSTERS,
    THE_DCS,
    ANOTHERS
  }

  @BeforeAll
  static void start() throws Exception {
    cluster = EvidenceCluster.start(folder, SHAPE, NODES.toArray(String[]::new));
    client = cluster.client();
    raw = new RawZooKeeper(cluster.zooKeeper().connectString());
    shortenMaxLease();
    for (String node : NODES) {
      create(DocumentKey.node(node), new NodeDocument(false, false, ImmutableSortedMap.of(), null));
      create(DocumentKey.fencing(node), new FencingDocument(List.of()));
    }
  }

  @AfterAll
  static void end() throws Exception {
    raw.close();
    client.close();
    cluster.close();
  }

  /** Otherwise a lease that nobody can read is waited for as long as any lease might last. */
  private static void shortenMaxLease() {
    Stored stored = stored(DocumentKey.CONFIG);
    ConfigDocument config = stored.as(ConfigDocument.class);
    ClusterOptions options = config.options();
    commit(
        new Transaction.Set(
            stored.key(),
            stored.version(),
            new ConfigDocument(
                new ClusterOptions(
                    options.symmetricCluster(),
                    options.maintenanceMode(),
                    options.stopAllResources(),
                    options.startFailureIsFatal(),
                    LEASE),
                config.applications(),
                config.overrides(),
                config.change())));
  }

  private static void create(DocumentKey key, Document document) {
    commit(new Transaction.Create(key, document));
  }

  private static void commit(Transaction.Step step) {
    assertThat(client.commit(Transaction.of(step))).isInstanceOf(CommitResult.Written.class);
  }

  private static Stored stored(DocumentKey key) {
    return client.documents().stream()
        .filter(document -> document.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  static Stream<Arguments> documents() {
    List<Arguments> documents = new ArrayList<>();
    documents.add(Arguments.of(Kind.CONFIG, Whose.THE_CLUSTERS));
    documents.add(Arguments.of(Kind.TERM, Whose.THE_CLUSTERS));
    documents.add(Arguments.of(Kind.ELECTED, Whose.THE_DCS));
    for (Kind kind :
        List.of(Kind.NODE, Kind.MEMBER, Kind.LEASE, Kind.ORDERS, Kind.REPORT, Kind.FENCING)) {
      documents.add(Arguments.of(kind, Whose.ANOTHERS));
      documents.add(Arguments.of(kind, Whose.THE_DCS));
    }
    return documents.stream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void garbageTakesNoJvmDownAndStartsNothingTwice(Kind kind, Whose whose) throws Exception {
    DocumentKey key = key(kind, whose);
    byte[] before = raw.client().getData(path(key), false, null);
    Map<String, Integer> logs = logs();
    Map<String, Set<String>> active = cluster.active();

    raw.client().setData(path(key), "garbage".getBytes(UTF_8), -1);

    awaitNamed(key, logs);
    // What only an administrator writes, only an administrator can mend.
    boolean lasts = kind == Kind.CONFIG || kind == Kind.NODE || kind == Kind.FENCING;
    if (lasts) {
      assertThat(warnings()).anyMatch(warning -> warning.contains(key.path()));
      EvidenceCluster.pass(LEASE);
      assertThat(cluster.active()).isEqualTo(active);
      raw.client().setData(path(key), before, -1);
    } else if (kind == Kind.LEASE) {
      assertThat(warnings()).anyMatch(warning -> warning.contains(key.path()));
    }
    awaitHealed(key);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void aDocumentThatIsDeletedTakesNoJvmDownAndStartsNothingTwice(Kind kind, Whose whose)
      throws Exception {
    DocumentKey key = key(kind, whose);
    Map<String, Integer> logs = logs();

    raw.client().delete(path(key), -1);

    awaitNamed(key, logs);
    if (kind == Kind.LEASE) {
      assertThat(warnings()).anyMatch(warning -> warning.contains(key.path()));
    } else if (kind == Kind.NODE) {
      create(key, new NodeDocument(false, false, ImmutableSortedMap.of(), null));
    } else if (kind == Kind.FENCING) {
      create(key, new FencingDocument(List.of()));
    }
    awaitHealed(key);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsActiveUnderALeaseThatIsDeletedStartsNowhereWhileItsHolderCannotKnow()
      throws Exception {
    String holder = cluster.busyNode(false);
    DocumentKey key = DocumentKey.lease(holder);
    Set<String> held = cluster.active().get(holder);

    cluster.signal(holder, "STOP");
    raw.client().delete(path(key), -1);
    EvidenceCluster.pass(LEASE.dividedBy(4));
    Map<String, Set<String>> active = cluster.active();
    cluster.signal(holder, "CONT");

    for (String node : NODES) {
      if (!node.equals(holder)) {
        assertThat(active.get(node))
            .as("active on %s while %s may have it active", node, holder)
            .doesNotContainAnyElementsOf(held);
      }
    }
    awaitHealed(key);
  }

  private static DocumentKey key(Kind kind, Whose whose) throws IOException {
    return switch (whose) {
      case THE_CLUSTERS -> new DocumentKey(kind, "");
      case THE_DCS -> new DocumentKey(kind, cluster.dc());
      case ANOTHERS -> new DocumentKey(kind, cluster.busyNode(false));
    };
  }

  private static String path(DocumentKey key) {
    return EvidenceCluster.ROOT + "/" + key.path();
  }

  private static List<String> warnings() {
    ClusterStatus status = client.status();
    return status.warnings();
  }

  /** Returns how much each node has said by now. */
  private static Map<String, Integer> logs() throws IOException {
    Map<String, Integer> lengths = new TreeMap<>();
    for (String node : NODES) {
      lengths.put(node, cluster.output(node).length());
    }
    return lengths;
  }

  private static void awaitNamed(DocumentKey key, Map<String, Integer> since) {
    EvidenceCluster.patiently()
        .untilAsserted(
            () -> {
              StringBuilder said = new StringBuilder();
              for (String node : NODES) {
                said.append(cluster.output(node).substring(since.get(node)));
              }
              assertThat(said).contains(key.path());
            });
  }

  private static void awaitHealed(DocumentKey key) throws Exception {
    EvidenceCluster.patiently()
        .untilAsserted(
            () -> {
              cluster.assertAllAlive();
              assertThat(warnings()).isEmpty();
              for (String node : NODES) {
                assertThat(exists(DocumentKey.member(node))).as(node + " is a member").isTrue();
              }
              assertThat(exists(key)).isTrue();
              if (key.kind() == Kind.LEASE) {
                LeaseDocument lease = stored(key).as(LeaseDocument.class);
                assertThat(lease).extracting(LeaseDocument::state).isEqualTo(State.HELD);
              }
            });
    cluster.awaitEverythingActiveOnce();
    cluster.assertAllAlive();
    assertThat(cluster.check().violations()).isEmpty();
  }

  private static boolean exists(DocumentKey key) throws Exception {
    try {
      return raw.client().getData(path(key), false, null).length > 0;
    } catch (NoNodeException e) {
      return false;
    }
  }
}
