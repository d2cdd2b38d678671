package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.HaException;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.zookeeper.LiveCluster.Sight;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of 50 nodes and 5,000 resources that is followed, while its leases are renewed. */
class LiveClusterTest {
  private static final int NODES = 50;
  private static final int RESOURCES = 5_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What it may take from a change to the text that shows it. */
  private static final Duration REDRAW = Duration.ofMillis(200);

  /** The same where the machine has more to do: so many times what making the text alone takes. */
  private static final int REDRAW_IN_TEXTS = 12;

  private static final int FEWEST_READS_THAT_ARE_TOO_MANY = 10;
  private static final OrderNumber CONSUMED = new OrderNumber(1, 5);

  private static EmbeddedZooKeeper server;

  private final String chroot = "/" + UUID.randomUUID();
  private final LayerUser nodes =
      new LayerUser(ZooKeeperOptions.of(server.connectString(), "shop").withChroot(chroot))
          .connect();
  private final Map<DocumentKey, Integer> versions = new ConcurrentHashMap<>();
  private final ScheduledExecutorService renewing = Executors.newSingleThreadScheduledExecutor();
  private final List<Future<?>> renewals = new ArrayList<>();
  private final BlockingQueue<Sight> sights = new LinkedBlockingQueue<>();
  private final List<HaException> complaints = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void startServer(@TempDir Path directory) {
    server = new EmbeddedZooKeeper(directory);
    server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void close() {
    renewals.forEach(renewal -> renewal.cancel(true));
    renewing.shutdownNow();
    nodes.close();
  }

  private static String name(int node) {
    return "node" + node;
  }

  private static ReportDocument report(int node, int resources, Set<Integer> without) {
    SortedMap<String, ResourceState> states = new TreeMap<>();
    for (int r = node; r < resources; r += NODES) {
      if (!without.contains(r)) {
        ResourceState state =
            new ResourceState(Phase.STARTED, CONSUMED.token(), 0, null, Instant.now());
        states.put("resource" + r, state);
      }
    }
    return new ReportDocument("i-" + node, CONSUMED, false, states);
  }

  private void write(DocumentKey key, Document document) {
    Integer version = versions.get(key);
    Stored stored =
        nodes
            .committed(
                version == null
                    ? new Transaction.Create(key, document)
                    : new Transaction.Set(key, version, document))
            .get(0);
    versions.put(key, stored.version());
  }

  private static LeaseDocument lease(int node, Duration length) {
    return new LeaseDocument(LeaseDocument.State.HELD, "i-" + node, length, length.dividedBy(10));
  }

  private void makeCluster(int count, int resources, Duration lease) {
    ImmutableSortedMap.Builder<String, ResourceDefinition> definitions =
        ImmutableSortedMap.naturalOrder();
    for (int r = 0; r < resources; r++) {
      definitions.put("resource" + r, ResourceDefinition.ofDefaults("resource" + r));
    }
    var shop = new ConfigDocument.Application(1, definitions.build());
    write(
        DocumentKey.CONFIG,
        new ConfigDocument(
            ClusterOptions.DEFAULTS,
            ImmutableSortedMap.of("shop", shop),
            ImmutableSortedMap.of(),
            null));
    write(DocumentKey.TERM, new TermDocument(1, name(0), "i-0"));
    for (int node = 0; node < count; node++) {
      write(DocumentKey.lease(name(node)), lease(node, lease));
      write(
          DocumentKey.member(name(node)),
          new MemberDocument(
              "i-" + node,
              "host",
              node,
              "test",
              Instant.now(),
              ImmutableSortedSet.copyOf(definitions.build().keySet()),
              ImmutableSortedMap.of()));
      write(
          DocumentKey.orders(name(node)),
          new OrdersDocument("i-" + node, CONSUMED, List.of(), ImmutableSortedSet.of(), false));
      write(DocumentKey.report(name(node)), report(node, resources, Set.of()));
    }
  }

  /** Has each lease be renewed each eighth of its length, from now on. */
  private void renew(int count, Duration lease, Predicate<String> which) {
    long beat = lease.toNanos() / 8;
    for (int node = 0; node < count; node++) {
      int one = node;
      renewals.add(
          renewing.scheduleWithFixedDelay(
              () -> {
                if (which.test(name(one))) {
                  write(DocumentKey.lease(name(one)), lease(one, lease));
                }
              },
              beat * node / count,
              beat,
              TimeUnit.NANOSECONDS));
    }
  }

  private Thread follow(LiveCluster live) {
    Thread follower =
        new Thread(
            () -> {
              while (true) {
                try {
                  sights.add(live.next());
                } catch (HaException e) {
                  complaints.add(e);
                } catch (InterruptedException e) {
                  return;
                }
              }
            });
    follower.start();
    return follower;
  }

  private LiveCluster live() {
    return ZooKeeperClusterClient.builder(server.connectString()).chroot(chroot).connect().follow();
  }

  private ClusterStatus await(Predicate<ClusterStatus> awaited) throws InterruptedException {
    while (true) {
      Sight sight = sights.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(sight).isNotNull();
      if (awaited.test(sight.cluster().status())) {
        return sight.cluster().status();
      }
    }
  }

  private static boolean isStopped(ClusterStatus status, int resource) {
    return status.resources().stream()
        .anyMatch(one -> one.id().equals("resource" + resource) && one.active().isEmpty());
  }

  /** Returns how many requests each session has made, as the server has counted them. */
  private static Map<String, Long> requests() throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    Map<String, Long> requests = new TreeMap<>();
    for (ObjectName bean :
        beans.queryNames(new ObjectName("org.apache.ZooKeeperService:*"), null)) {
      if (bean.getKeyPropertyList().values().stream().anyMatch(value -> value.equals("Connections"))
          && bean.getCanonicalName().contains("0x")) {
        requests.put(bean.getCanonicalName(), (Long) beans.getAttribute(bean, "PacketsReceived"));
      }
    }
    return requests;
  }

  @Test
  void aChangeIsSeenAtOnceAndCostsFewReads() throws Exception {
    Duration lease = Duration.ofSeconds(20);
    makeCluster(NODES, RESOURCES, lease);
    renew(NODES, lease, node -> true);
    Set<String> others = requests().keySet();
    try (LiveCluster live = live()) {
      Thread follower = follow(live);
      await(status -> status.resources().size() == RESOURCES);
      List<Long> millis = new ArrayList<>();
      List<Long> texts = new ArrayList<>();
      List<Long> reads = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        long before = requestsBesides(others);
        long begun = System.nanoTime();
        int gone = i;
        write(DocumentKey.report(name(gone)), report(gone, RESOURCES, Set.of(gone)));
        ClusterStatus seen = await(status -> isStopped(status, gone));
        assertThat(seen.toText(ZoneId.of("UTC")).lines().count()).isGreaterThan(RESOURCES);
        long seenAt = System.nanoTime();
        millis.add((seenAt - begun) / 1_000_000);
        assertThat(seen.toText(ZoneId.of("UTC"))).isNotEmpty();
        texts.add((System.nanoTime() - seenAt) / 1_000_000);
        reads.add(requestsBesides(others) - before);
      }
      follower.interrupt();
      follower.join();
      assertThat(reads.stream().mapToLong(Long::longValue).average().orElseThrow())
          .as("the average of %s, pings included", reads)
          .isLessThan(FEWEST_READS_THAT_ARE_TOO_MANY);
      assertThat(Collections.min(millis))
          .as("the best of %s; a text alone takes %s", millis, texts)
          .isLessThan(Math.max(REDRAW.toMillis(), REDRAW_IN_TEXTS * Collections.min(texts)));
    }
  }

  private static long requestsBesides(Set<String> others) throws Exception {
    return requests().entrySet().stream()
        .filter(entry -> !others.contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Test
  void renewalsAreHeardOfAndNotRead() throws Exception {
    Duration lease = Duration.ofSeconds(8);
    makeCluster(4, 10, lease);
    Set<String> others = requests().keySet();
    try (LiveCluster live = live()) {
      Thread follower = follow(live);
      await(status -> status.resources().size() == 10);
      renew(4, lease, node -> true);
      Awaitility.await().atMost(PATIENCE).until(() -> renewals(4) >= 4);
      long before = requestsBesides(others);
      Awaitility.await().atMost(PATIENCE).until(() -> renewals(4) >= 20);
      assertThat(requestsBesides(others) - before).isLessThan(8);
      assertThat(sights).as("nothing has changed").isEmpty();
      follower.interrupt();
      follower.join();
    }
  }

  private int renewals(int count) {
    int sum = 0;
    for (int node = 0; node < count; node++) {
      sum += versions.getOrDefault(DocumentKey.lease(name(node)), 0);
    }
    return sum;
  }

  @Test
  void aLeaseThatIsEndedIsSeen() throws Exception {
    Duration lease = Duration.ofSeconds(8);
    makeCluster(3, 10, lease);
    try (LiveCluster live = live()) {
      Thread follower = follow(live);
      await(status -> status.resources().size() == 10);
      write(DocumentKey.lease(name(1)), lease(1, lease).with(LeaseDocument.State.ENDING));
      ClusterStatus seen =
          await(status -> status.nodes().get(1).membership() == ClusterStatus.Membership.UNCLEAN);
      assertThat(seen.health()).isEqualTo(ClusterStatus.Health.FAILED);
      follower.interrupt();
      follower.join();
    }
  }

  @Test
  void aLeaseThatIsNotRenewedIsAWarning() throws Exception {
    Duration lease = Duration.ofSeconds(4);
    makeCluster(3, 10, lease);
    renew(3, lease, node -> !node.equals(name(1)));
    try (LiveCluster live = live()) {
      Thread follower = follow(live);
      Sight sight = sights.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(sight).isNotNull();
      assertThat(sight.silent()).isEmpty();
      sight = sights.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(sight).isNotNull();
      assertThat(sight.silent())
          .containsExactly(
              Map.entry(
                  "node1",
                  "node1 has not renewed its lease for 2000 ms or longer: if it does not soon, its"
                      + " services are started elsewhere"));
      assertThat(sight.status().warnings()).containsAll(sight.silent().values());
      write(DocumentKey.lease(name(1)), lease(1, lease));
      sight = sights.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(sight).isNotNull();
      assertThat(sight.silent()).isEmpty();
      follower.interrupt();
      follower.join();
    }
  }

  @Test
  void anInterruptionIsToldOnceAndWhatHappenedMeanwhileIsSeen() throws Exception {
    makeCluster(3, 10, Duration.ofSeconds(20));
    try (LiveCluster live = live()) {
      Thread follower = follow(live);
      await(status -> status.resources().size() == 10);
      server.stop();
      Awaitility.await().atMost(PATIENCE).until(() -> !complaints.isEmpty());
      server.start();
      nodes.awaitConnected();
      write(DocumentKey.report(name(2)), report(2, 10, Set.of(2)));
      await(status -> isStopped(status, 2));
      assertThat(complaints).hasSize(1);
      assertThat(complaints.get(0)).hasMessageContaining("the connection to ZooKeeper at");
      follower.interrupt();
      follower.join();
    }
  }
}
