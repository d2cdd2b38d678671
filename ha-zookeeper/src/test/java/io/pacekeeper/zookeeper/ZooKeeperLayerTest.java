package io.pacekeeper.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.controller.Effect.Interest;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.document.Transaction.Create;
import io.pacekeeper.core.document.Transaction.Delete;
import io.pacekeeper.core.document.Transaction.Set;
import io.pacekeeper.testkit.SampleDocuments;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special about ZooKeeper, beyond the contract of every layer. */
class ZooKeeperLayerTest {
  private static final DocumentKey REPORT = DocumentKey.report("node1");
  private static final DocumentKey MEMBER = DocumentKey.member("node1");

  private static EmbeddedZooKeeper server;

  private final String cluster = UUID.randomUUID().toString();
  private final Paths paths = new Paths(ZooKeeperOptions.DEFAULT_CHROOT, cluster);
  private RawClient admin;

  @BeforeAll
  static void startServer(@TempDir Path directory) {
    server = new EmbeddedZooKeeper(directory);
    server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void connectAdmin() throws Exception {
    admin = new RawClient(server.connectString());
  }

  @AfterEach
  void closeAdmin() throws Exception {
    admin.close();
  }

  @Test
  void aCommitWhoseAnswerIsLostIsUncertainAndIsNotSentAgain() {
    try (TcpProxy network = new TcpProxy(server.connectString());
        LayerUser user = new LayerUser(options(network.connectString())).connect()) {
      user.committed(new Create(DocumentKey.TERM, term(1)));
      network.loseAnswers();
      long request = user.send(Transaction.of(new Set(DocumentKey.TERM, 0, term(2))));
      await().until(() -> version(DocumentKey.TERM) == 1);
      network.heal();
      assertThat(user.answer(request)).isEqualTo(new Input.Uncertain(request));
      user.awaitConnected();
      assertThat(user.committed(new Set(DocumentKey.TERM, 1, term(3))))
          .as("it was written once")
          .extracting(Stored::version)
          .containsExactly(2);
      assertThat(user.answers(request)).isEqualTo(1);
    }
  }

  @Test
  void whatWasWrittenAgainWithTheSameBytesHasItsNewVersionAndWhatIsGarbageIsNot() throws Exception {
    try (LayerUser user = new LayerUser(options(server.connectString())).connect()) {
      user.committed(new Create(DocumentKey.TERM, term(1)));
      Stored first = user.readAll().get(0);
      String path = paths.of(DocumentKey.TERM);
      byte[] data = admin.zooKeeper().getData(path, false, null);
      admin.zooKeeper().setData(path, data, 0);
      Stored second = user.readAll().get(0);
      assertThat(second.document()).isEqualTo(first.document());
      assertThat(second.version()).isEqualTo(1);
      assertThat(second.modified()).isGreaterThan(first.modified());
      admin.zooKeeper().setData(path, "garbage".getBytes(UTF_8), 1);
      assertThat(user.readAll().get(0).problem()).isNotNull();
      admin.zooKeeper().setData(path, data, 2);
      Stored mended = user.readAll().get(0);
      assertThat(mended.problem()).isNull();
      assertThat(mended.document()).isEqualTo(first.document());
      assertThat(mended.version()).isEqualTo(3);
    }
  }

  @Test
  void whatIsAskedWithoutAConnectionIsNeverSent() {
    try (TcpProxy network = new TcpProxy(server.connectString());
        LayerUser user = new LayerUser(options(network.connectString())).connect()) {
      user.committed(new Create(DocumentKey.TERM, term(1)));
      network.loseAnswers();
      network.cut();
      user.awaitDisconnected();
      long write = user.send(Transaction.of(new Set(DocumentKey.TERM, 0, term(2))));
      long read = user.read();
      assertThat(user.answer(write)).as("at once").isEqualTo(new Input.Uncertain(write));
      assertThat(user.answer(read)).isInstanceOf(Input.ReadFailed.class);
      network.heal();
      user.awaitConnected();
      assertThat(user.readAll()).extracting(Stored::version).containsExactly(0);
    }
  }

  /** The server takes connections and says nothing: the client alone would wait for ever. */
  @Test
  void aConnectionThatIsStuckIsMadeAnew() {
    try (TcpProxy network = new TcpProxy(server.connectString());
        LayerUser user =
            new LayerUser(
                    options(network.connectString()).withSessionTimeout(Duration.ofSeconds(1)))
                .connect()) {
      long former = user.session();
      user.committed(new Create(MEMBER, member(1)));
      network.loseAnswers();
      user.awaitDisconnected();
      await().until(() -> version(MEMBER) == -1);
      network.heal();
      assertThat(user.awaitConnected()).isNotEqualTo(former);
      assertThat(user.committed(new Create(MEMBER, member(1))))
          .extracting(Stored::owner)
          .containsExactly(user.session());
    }
  }

  @Test
  void everythingAskedIsAnsweredOnceWhenTheLayerIsClosedMeanwhile() {
    LayerUser user = new LayerUser(options(server.connectString())).connect();
    long[] requests =
        IntStream.range(0, 300)
            .mapToLong(
                i ->
                    i % 3 == 0
                        ? user.read()
                        : user.send(
                            Transaction.of(
                                new Create(DocumentKey.node("n" + i), NodeDocument.EMPTY))))
            .toArray();
    user.close();
    long late = user.send(Transaction.of(new Create(DocumentKey.TERM, term(1))));
    assertThat(user.answer(late)).isEqualTo(new Input.Uncertain(late));
    for (long request : requests) {
      assertThat(user.answer(request)).isNotNull();
      assertThat(user.answers(request)).isEqualTo(1);
    }
  }

  @Test
  void closingDoesNotWaitForAServerThatSaysNothing() {
    try (TcpProxy network = new TcpProxy(server.connectString())) {
      LayerUser user = new LayerUser(options(network.connectString())).connect();
      network.freeze();
      long write = user.send(Transaction.of(new Create(DocumentKey.TERM, term(1))));
      long read = user.read();
      long before = System.nanoTime();
      user.close();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(9));
      assertThat(user.answers(write)).isEqualTo(1);
      assertThat(user.answer(write)).isEqualTo(new Input.Uncertain(write));
      assertThat(user.answer(read)).isInstanceOf(Input.ReadFailed.class);
      network.heal();
      user.close();
      assertThat(user.answers(write)).isEqualTo(1);
    }
  }

  @Test
  void whatIsRefreshedWhileItIsReadIsReadOnceMoreHoweverOften() {
    try (LayerUser user = new LayerUser(options(server.connectString())).connect()) {
      Stored stored = user.committed(new Create(REPORT, report(3_000, Phase.STARTED))).get(0);
      for (int i = 0; i < 100; i++) {
        user.refresh(REPORT);
      }
      user.readAll();
      user.readAll();
      assertThat(user.hints())
          .hasSizeBetween(2, 50)
          .allSatisfy(hint -> assertThat(hint).isEqualTo(new Input.Changed(stored)));
    }
  }

  @Test
  void aReportOfFiveThousandResourcesIsSplitAndShrinksAgain() throws Exception {
    try (LayerUser user = new LayerUser(options(server.connectString())).connect();
        LayerUser other = new LayerUser(options(server.connectString())).connect()) {
      user.committed(new Create(REPORT, report(5_000, Phase.STARTED)));
      List<String> parts = children(REPORT);
      assertThat(parts).hasSizeGreaterThan(2);
      assertThat(other.readAll())
          .extracting(Stored::document)
          .containsExactly(report(5_000, Phase.STARTED));

      other.committed(new Set(REPORT, 0, report(4_000, Phase.STOPPING)));
      assertThat(user.readAll())
          .extracting(Stored::version, Stored::document)
          .containsExactly(tuple(1, report(4_000, Phase.STOPPING)));
      assertThat(children(REPORT)).hasSizeLessThan(parts.size());

      user.committed(new Set(REPORT, 1, report(3, Phase.STOPPED)));
      assertThat(children(REPORT)).isEmpty();
      assertThat(other.readAll())
          .extracting(Stored::document)
          .containsExactly(report(3, Phase.STOPPED));

      other.committed(new Set(REPORT, 2, report(5_000, Phase.STARTED)));
      other.committed(new Delete(REPORT, 3));
      assertThat(user.readAll()).isEmpty();
    }
  }

  @Test
  void aConfigurationOfFiveThousandResourcesFitsIntoOneRequest() {
    SortedMap<String, ResourceDefinition> resources = new TreeMap<>();
    for (int i = 0; i < 5_000; i++) {
      resources.put("resource-" + i, ResourceDefinition.ofDefaults("resource-" + i));
    }
    SortedMap<String, ConfigDocument.Application> applications = new TreeMap<>();
    applications.put("shop", new ConfigDocument.Application(1, resources));
    ConfigDocument config =
        new ConfigDocument(
            ConfigDocument.EMPTY.options(), applications, ConfigDocument.EMPTY.overrides(), null);
    try (LayerUser user = new LayerUser(options(server.connectString())).connect()) {
      user.committed(new Create(DocumentKey.CONFIG, config));
      assertThat(user.readAll()).extracting(Stored::document).containsExactly(config);
    }
  }

  @Test
  void aMemberWithFiveThousandAgentsIsReadByOthers() {
    try (LayerUser user = new LayerUser(options(server.connectString())).connect();
        LayerUser other = new LayerUser(options(server.connectString())).connect()) {
      user.committed(new Create(MEMBER, member(5_000)));
      assertThat(other.readAll()).extracting(Stored::document).containsExactly(member(5_000));
    }
  }

  @Test
  void aSplitDocumentThatIsWrittenAllTheTimeIsNeverSeenTorn() {
    try (LayerUser writer = new LayerUser(options(server.connectString())).connect();
        LayerUser reader = new LayerUser(options(server.connectString())).connect()) {
      writer.committed(new Create(REPORT, report(2_000, Phase.STARTED)));
      reader.watch(new Interest("node9", true));
      List<Phase> phases = List.of(Phase.values());
      for (int version = 0; version < 40; version++) {
        Phase phase = phases.get(version % phases.size());
        writer.committed(new Set(REPORT, version, report(2_000 + version * 10, phase)));
        reader.read();
      }
      await()
          .until(
              () ->
                  reader.hints().stream()
                      .anyMatch(
                          hint -> hint instanceof Input.Changed c && c.stored().version() == 40));
      assertThat(reader.hints())
          .filteredOn(Input.Changed.class::isInstance)
          .extracting(hint -> ((Input.Changed) hint).stored().problem())
          .containsOnlyNulls();
    }
  }

  @Test
  void aPartThatSomebodyBrokeMakesTheDocumentUnreadableUntilItIsWrittenAgain() throws Exception {
    try (LayerUser user = new LayerUser(options(server.connectString())).connect()) {
      user.committed(new Create(REPORT, report(5_000, Phase.STARTED)));
      String part = paths.of(REPORT) + "/part-0";
      for (String wrong : List.of("", "{", "[]", "{\"stamp\":\"x\",\"part\":0,\"content\":{}}")) {
        admin.zooKeeper().setData(part, wrong.getBytes(UTF_8), -1);
        assertThat(user.readAll())
            .extracting(Stored::problem)
            .singleElement()
            .asString()
            .startsWith("i")
            .contains("its part 0");
      }
      admin.zooKeeper().delete(part, -1);
      admin
          .zooKeeper()
          .create(paths.of(REPORT) + "/part-77", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      assertThat(user.readAll())
          .extracting(Stored::problem)
          .containsExactly("its part 0 is missing");
      user.committed(new Set(REPORT, 0, report(5_000, Phase.FAILED)));
      assertThat(user.readAll())
          .extracting(Stored::document)
          .containsExactly(report(5_000, Phase.FAILED));
      assertThat(children(REPORT)).doesNotContain("part-77");
    }
  }

  @Test
  void whatALaterVersionStoredIsStillThereAfterThisVersionWroteIt() throws Exception {
    try (LayerUser user = new LayerUser(options(server.connectString())).connect()) {
      DocumentKey key = DocumentKey.node("node1");
      user.committed(new Create(key, NodeDocument.EMPTY));
      admin
          .zooKeeper()
          .setData(
              paths.of(key),
              "{\"type\":\"node\",\"format\":1,\"standby\":true,\"probation\":\"P1D\"}"
                  .getBytes(UTF_8),
              0);
      assertThat(user.readAll()).extracting(Stored::problem).containsOnlyNulls();
      user.committed(new Set(key, 1, new NodeDocument(false, true, new TreeMap<>(), null)));
      user.committed(new Set(key, 2, NodeDocument.EMPTY));
      assertThat(new String(admin.zooKeeper().getData(paths.of(key), false, null), UTF_8))
          .isEqualTo("{\"type\":\"node\",\"format\":1,\"probation\":\"P1D\"}");
    }
  }

  @Test
  void noGarbageInAnyZnodeDoesMoreThanMakeItsDocumentUnreadable() throws Exception {
    Map<DocumentKey, Document> samples = SampleDocuments.oneOfEachKind();
    try (LayerUser user = new LayerUser(options(server.connectString())).connect()) {
      samples.forEach((key, document) -> user.committed(new Create(key, document)));
      Random random = new Random(3);
      for (int round = 0; round < 10; round++) {
        for (DocumentKey key : samples.keySet()) {
          byte[] garbage = new byte[random.nextInt(40) * round];
          random.nextBytes(garbage);
          admin.zooKeeper().setData(paths.of(key), round == 0 ? null : garbage, -1);
        }
        assertThat(user.readAll())
            .extracting(Stored::problem)
            .hasSize(DocumentKey.Kind.values().length)
            .doesNotContainNull();
      }
    }
  }

  @Test
  void whatIsTooLargeIsRefusedBeforeItIsSent() {
    try (LayerUser user = new LayerUser(options(server.connectString())).connect()) {
      ReportDocument huge = report(30_000, Phase.STARTED);
      assertThat(user.commit(new Create(REPORT, huge)))
          .isInstanceOfSatisfying(
              Input.Refused.class,
              refused ->
                  assertThat(refused.reason())
                      .contains("ZooKeeper takes at most 1048575")
                      .contains("jute.maxbuffer"));
      assertThat(user.committed(new Create(DocumentKey.TERM, term(1))))
          .as("the connection is still there")
          .hasSize(1);
    }
  }

  @Test
  void aDocumentUnderAKeyOfAnotherKindIsRefused() {
    try (LayerUser user = new LayerUser(options(server.connectString())).connect()) {
      assertThat(user.commit(new Create(DocumentKey.CONFIG, term(1))))
          .isInstanceOfSatisfying(
              Input.Refused.class,
              refused ->
                  assertThat(refused.reason())
                      .isEqualTo("a TermDocument cannot be stored as config"));
    }
  }

  @Test
  void znodesThatAreNotOursAreLeftAlone() throws Exception {
    try (LayerUser user = new LayerUser(options(server.connectString())).connect()) {
      user.watch(new Interest("node1", true));
      for (String name : List.of("/leases/not a node", "/leases/.hidden", "/unknown")) {
        admin
            .zooKeeper()
            .create(paths.root() + name, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      }
      user.committed(new Create(DocumentKey.TERM, term(1)));
      await().until(() -> !user.hints().isEmpty());
      assertThat(user.readAll()).extracting(Stored::key).containsExactly(DocumentKey.TERM);
      assertThat(user.hints())
          .allSatisfy(hint -> assertThat(hint).isInstanceOf(Input.Changed.class));
    }
  }

  @Test
  void aTreeThatSomebodyDeletedIsMadeAgainWhenItIsMissed() throws Exception {
    try (LayerUser user = new LayerUser(options(server.connectString())).connect()) {
      user.watch(new Interest("node1", true));
      ZKUtil.deleteRecursive(admin.zooKeeper(), paths.root());
      assertThat(user.readAll()).isEmpty();
      assertThat(user.commit(new Create(REPORT, report(1, Phase.STARTED))))
          .isEqualTo(new Input.Conflicted(2, REPORT));
      user.committed(new Create(REPORT, report(1, Phase.STARTED)));
      await().until(() -> !user.hints().isEmpty());
    }
  }

  @Test
  void aNarrowerInterestIsToldOfLess() throws Exception {
    try (LayerUser user = new LayerUser(options(server.connectString())).connect()) {
      user.watch(new Interest("node1", true));
      user.watch(new Interest("node1", false));
      user.readAll();
      assertThatThrownBy(() -> removeWatch(user, paths.root()))
          .isInstanceOf(KeeperException.NoWatcherException.class);
      for (String watched : List.of("/config", "/dc/term", "/members", "/leases/node1")) {
        removeWatch(user, paths.root() + watched);
      }
    }
  }

  /** A new connection writes nothing when everything that it needs is there. */
  @Test
  void connectingAgainWritesNothing() throws Exception {
    try (LayerUser first = new LayerUser(options(server.connectString())).connect()) {
      first.committed(new Create(DocumentKey.TERM, term(1)));
      long before = admin.zooKeeper().exists(paths.root(), false).getPzxid();
      Stat nodes = admin.zooKeeper().exists(paths.root() + "/nodes", false);
      try (LayerUser second = new LayerUser(options(server.connectString())).connect()) {
        assertThat(second.readAll()).hasSize(1);
      }
      assertThat(admin.zooKeeper().exists(paths.root(), false).getPzxid()).isEqualTo(before);
      assertThat(admin.zooKeeper().exists(paths.root() + "/nodes", false)).isEqualTo(nodes);
    }
  }

  private static void removeWatch(LayerUser user, String path) throws Exception {
    user.handle().removeAllWatches(path, WatcherType.Any, false);
  }

  private int version(DocumentKey key) throws Exception {
    Stat stat = admin.zooKeeper().exists(paths.of(key), false);
    return stat == null ? -1 : stat.getVersion();
  }

  private List<String> children(DocumentKey key) throws Exception {
    return admin.zooKeeper().getChildren(paths.of(key), false);
  }

  private ZooKeeperOptions options(String connectString) {
    return ZooKeeperOptions.of(connectString, cluster);
  }

  private static TermDocument term(long term) {
    return new TermDocument(term, "node1", "i1");
  }

  private static MemberDocument member(int agents) {
    TreeSet<String> ids = new TreeSet<>();
    for (int i = 0; i < agents; i++) {
      ids.add("resource-" + i);
    }
    return new MemberDocument("i1", "localhost", 1, "0.1", Instant.EPOCH, ids, new TreeMap<>());
  }

  private static ReportDocument report(int resources, Phase phase) {
    SortedMap<String, ResourceState> states = new TreeMap<>();
    for (int i = 0; i < resources; i++) {
      states.put("resource-" + i, new ResourceState(phase, 12_884_901_905L, 0, null));
    }
    return new ReportDocument("i1", new OrderNumber(3, 17), false, states);
  }
}
