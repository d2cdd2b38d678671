package io.pacekeeper.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.AccessDocument.Role;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.document.Transaction.Create;
import io.pacekeeper.testkit.SampleDocuments;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.BadVersionException;
import org.apache.zookeeper.KeeperException.NoAuthException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has which role, and what that lets them do, at a real server. */
class RolesTest {
  private static final ChangeNote NOTE =
      new ChangeNote("ann", "a test", Instant.parse("2026-11-30T00:00:00Z"));

  /** What each role may write; and no other may. */
  private static final Map<Role, Set<Kind>> WRITES =
      Map.of(
          Role.ADMIN,
          EnumSet.of(
              Kind.CONFIG,
              Kind.NODE,
              Kind.DIRECTIVES,
              Kind.REQUESTS,
              Kind.FENCING,
              Kind.ACCESS,
              Kind.LEASE,
              Kind.TERM),
          Role.OPERATOR,
          EnumSet.of(Kind.NODE, Kind.DIRECTIVES, Kind.REQUESTS),
          Role.OBSERVER,
          EnumSet.noneOf(Kind.class));

  @TempDir static Path folder;
  private static EmbeddedZooKeeper server;

  private final String chroot = "/" + UUID.randomUUID();
  private final ZooKeeperOptions open =
      ZooKeeperOptions.of(server.connectString(), "shop").withChroot(chroot);
  private final ZooKeeperOptions nodes = as("shop");

  @BeforeAll
  static void startServer() {
    server = new EmbeddedZooKeeper(folder);
    server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private ZooKeeperOptions as(String user) {
    return open.withCredentials(Credentials.of(user, password(user)));
  }

  private static char[] password(String user) {
    return ("the password of " + user).toCharArray();
  }

  private ZooKeeperClusterClient client(String user) {
    return ZooKeeperClusterClient.builder(server.connectString())
        .chroot(chroot)
        .cluster("shop")
        .credentials(user, password(user))
        .connect();
  }

  private RawClient raw(String user) throws Exception {
    RawClient client = new RawClient(server.connectString());
    client.zooKeeper().addAuthInfo("digest", as(user).credentials().token());
    return client;
  }

  private String path(DocumentKey key) {
    return open.paths().of(key);
  }

  private void grant(Role role) {
    String user = AccessLists.word(role);
    try (ZooKeeperClusterClient client = client("shop")) {
      client.access().grant(role, user, password(user), NOTE);
    }
  }

  private static void writeOneOfEachKind(LayerUser user) {
    SampleDocuments.oneOfEachKind()
        .forEach(
            (key, document) -> {
              if (!key.equals(DocumentKey.ACCESS)) {
                user.committed(new Create(key, document));
              }
            });
  }

  /** What is granted holds for what is there and for what is created later, by whomever. */
  @Test
  void eachRoleMayDoWhatIsItsOwnAndNothingElse() throws Exception {
    try (LayerUser node = new LayerUser(nodes).connect()) {
      grant(Role.OBSERVER);
      writeOneOfEachKind(node);
      grant(Role.ADMIN);
      grant(Role.OPERATOR);
      for (Role role : WRITES.keySet()) {
        try (RawClient raw = raw(AccessLists.word(role))) {
          for (DocumentKey key : keys()) {
            assertMay(raw.zooKeeper(), role, key);
          }
        }
      }
    }
  }

  private static SortedSet<DocumentKey> keys() {
    SortedSet<DocumentKey> keys = new TreeSet<>(SampleDocuments.oneOfEachKind().keySet());
    assertThat(keys).extracting(DocumentKey::kind).containsAll(EnumSet.allOf(Kind.class));
    return keys;
  }

  private void assertMay(ZooKeeper zooKeeper, Role role, DocumentKey key) throws Exception {
    String path = path(key);
    boolean reads = role == Role.ADMIN || key.kind() != Kind.ACCESS;
    boolean writes = WRITES.get(role).contains(key.kind());
    assertThat(allowed(() -> zooKeeper.getData(path, false, null)))
        .as("%s reads %s", role, key)
        .isEqualTo(reads);
    byte[] same = reads ? zooKeeper.getData(path, false, null) : "never written".getBytes(UTF_8);
    assertThat(allowed(() -> zooKeeper.setData(path, same, -1)))
        .as("%s writes %s", role, key)
        .isEqualTo(writes);
    assertThat(allowed(() -> zooKeeper.setACL(path, zooKeeper.getACL(path, new Stat()), -1)))
        .as("%s changes the access list of %s", role, key)
        .isEqualTo(role == Role.ADMIN);
    String parent = path.substring(0, path.lastIndexOf('/'));
    assertThat(allowed(() -> zooKeeper.getChildren(parent, false))).isTrue();
    String another = parent + "/another-" + role;
    boolean creates = role == Role.ADMIN && (key.kind().isSingle() || writes);
    assertThat(
            allowed(
                () -> {
                  zooKeeper.create(
                      another, new byte[0], Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
                  zooKeeper.delete(another, -1);
                }))
        .as("%s creates beside %s", role, key)
        .isEqualTo(creates);
    if (role != Role.ADMIN) {
      assertThat(allowed(() -> zooKeeper.delete(path, -1)))
          .as("%s deletes %s", role, key)
          .isFalse();
    }
  }

  private interface Attempt {
    void make() throws KeeperException, InterruptedException;
  }

  private static boolean allowed(Attempt attempt) throws Exception {
    try {
      attempt.make();
      return true;
    } catch (NoAuthException e) {
      return false;
    }
  }

  @Test
  void whoeverLacksARoleIsToldWhichOneItTakes() {
    try (LayerUser node = new LayerUser(nodes).connect()) {
      writeOneOfEachKind(node);
      grant(Role.OPERATOR);
      grant(Role.OBSERVER);
      try (ZooKeeperClusterClient observer = client("observer");
          ZooKeeperClusterClient operator = client("operator")) {
        assertThat(observer.documents()).hasSize(keys().size() - 1);
        assertThatThrownBy(() -> observer.setStandby("node1", false, NOTE))
            .isInstanceOf(HaException.class)
            .hasMessage(
                "not allowed to write nodes/node1 of cluster shop (%s/shop in %s): that takes the role operator, and who asks has not got it"
                    .formatted(chroot, server.connectString()));
        operator.setStandby("node1", false, NOTE);
        Document config = operator.read(DocumentKey.CONFIG).document();
        assertThatThrownBy(
                () ->
                    operator.commit(
                        Transaction.of(new Transaction.Set(DocumentKey.CONFIG, 0, config))))
            .hasMessageContaining("not allowed to write config of cluster shop")
            .hasMessageEndingWith("that takes the role admin, and who asks has not got it");
        assertThatThrownBy(() -> operator.access().roles())
            .hasMessageEndingWith("is for its admins to know: that takes the role admin");
        assertThatThrownBy(() -> operator.access().grant(Role.ADMIN, "eve", password("eve"), NOTE))
            .hasMessageEndingWith("is for its admins to know: that takes the role admin");
      }
    }
  }

  @Test
  void whoeverLosesARoleLosesItEverywhereAndIsNobody() {
    try (LayerUser node = new LayerUser(nodes).connect();
        ZooKeeperClusterClient client = client("shop")) {
      writeOneOfEachKind(node);
      grant(Role.ADMIN);
      try (ZooKeeperClusterClient admin = client("admin")) {
        assertThat(admin.documents()).hasSize(keys().size());
        assertThat(client.access().revoke("admin", NOTE).changed()).isTrue();
        assertThatThrownBy(admin::documents).hasMessageStartingWith("not authorized for");
        node.committed(new Create(DocumentKey.node("node7"), NodeDocument.EMPTY));
        assertThatThrownBy(admin::documents).hasMessageStartingWith("not authorized for");
        assertThat(client.access().differing()).isEmpty();
        assertThat(client.access().revoke("admin", NOTE))
            .isEqualTo(new ClusterAccess.Change(false, 0));
      }
    }
  }

  /** Written down first and carried out then, by whoever asks for it again. */
  @Test
  void aChangeThatWasInterruptedIsSeenAndCompleted() throws Exception {
    try (LayerUser node = new LayerUser(nodes).connect();
        ZooKeeperClusterClient client = client("shop");
        RawClient raw = raw("shop")) {
      writeOneOfEachKind(node);
      grant(Role.ADMIN);
      List<ACL> before = raw.zooKeeper().getACL(path(DocumentKey.lease("node1")), new Stat());
      client.access().revoke("admin", NOTE);
      raw.zooKeeper().setACL(path(DocumentKey.lease("node1")), before, -1);
      assertThat(client.access().differing()).containsExactly(path(DocumentKey.lease("node1")));
      assertThat(client.access().protect(NOTE)).isEqualTo(new ClusterAccess.Change(false, 1));
      assertThat(client.access().differing()).isEmpty();
    }
  }

  /** Neither by the document that it heard of last, nor by that there was none. */
  @Test
  void aNodeThatHasNotHeardOfAChangeCreatesNothing() throws Exception {
    Transaction create = Transaction.of(new Create(DocumentKey.node("node7"), NodeDocument.EMPTY));
    try (LayerUser stranger = new LayerUser(open).connect();
        ZooKeeperClusterClient client = client("shop");
        RawClient raw = raw("shop")) {
      KnownAccess.Known whenOpen = stranger.access();
      client.access().protect(NOTE);
      assertThatThrownBy(() -> raw.zooKeeper().multi(operations(whenOpen, create)))
          .isInstanceOf(BadVersionException.class);
      try (LayerUser node = new LayerUser(nodes).connect()) {
        grant(Role.OBSERVER);
        node.awaitAccess(Role.OBSERVER, true);
        KnownAccess.Known before = node.access();
        client.access().revoke("observer", NOTE);
        assertThatThrownBy(() -> raw.zooKeeper().multi(operations(before, create)))
            .isInstanceOf(BadVersionException.class);
        node.commitUntilDone(create.steps().get(0));
        assertThat(client.access().differing()).isEmpty();
      }
    }
  }

  private List<Op> operations(KnownAccess.Known known, Transaction transaction) {
    return new Writing(open.paths(), new Remembered(), known, transaction).operations();
  }

  @Test
  void whoCannotBeUnderstoodOrWouldLockSomebodyOutIsRefused() {
    try (LayerUser node = new LayerUser(nodes).connect();
        ZooKeeperClusterClient client = client("shop")) {
      ClusterAccess access = client.access();
      assertThat(node.session()).isNotZero();
      assertThatThrownBy(() -> access.grant(Role.ADMIN, "world:anyone", null, NOTE))
          .hasMessage("an identity begins with digest:, x509: or sasl:, but the scheme is 'world'");
      assertThatThrownBy(() -> access.grant(Role.ADMIN, "x509:CN=ann", null, NOTE))
          .hasMessageStartingWith("the ZooKeeper servers know nobody by x509");
      assertThatThrownBy(() -> access.grant(Role.ADMIN, "ann", null, NOTE))
          .hasMessage("the user ann needs a password");
      assertThatThrownBy(() -> access.revoke("shop", NOTE)).hasMessageContaining("locked out");
      assertThatThrownBy(() -> access.grant(Role.ADMIN, "shop", password("x"), NOTE))
          .hasMessageContaining("locked out");
      grant(Role.ADMIN);
      try (ZooKeeperClusterClient admin = client("admin")) {
        assertThatThrownBy(() -> admin.access().revoke("shop", NOTE))
            .hasMessageContaining("without it there would be none");
        assertThatThrownBy(() -> admin.access().grant(Role.NODE, "shop", password("x"), NOTE))
            .hasMessageContaining("grant node to another user");
      }
      assertThat(access.roles().get(Role.NODE)).containsExactly("digest:shop");
    }
  }

  /** The nodes' password is changed by giving them another user, one after the other. */
  @Test
  void nodesCanGetOtherCredentialsOneAfterTheOther() {
    try (LayerUser old = new LayerUser(nodes).connect();
        ZooKeeperClusterClient client = client("shop")) {
      writeOneOfEachKind(old);
      client.access().grant(Role.NODE, "shop2", password("shop2"), NOTE);
      try (LayerUser next = new LayerUser(as("shop2")).connect()) {
        next.committed(new Create(DocumentKey.node("node8"), NodeDocument.EMPTY));
        old.committed(new Create(DocumentKey.node("node9"), NodeDocument.EMPTY));
        assertThat(next.readAll()).hasSameSizeAs(old.readAll());
        try (ZooKeeperClusterClient second = client("shop2")) {
          second.access().revoke("shop", NOTE);
        }
        assertThat(next.readAll()).isNotEmpty();
        assertThat(old.answer(old.read()).toString()).contains("not authorized");
      }
    }
  }

  @Test
  void operatorsFindWhatTheyWriteAndCannotCreate() throws Exception {
    try (LayerUser node = new LayerUser(nodes).connect()) {
      node.committed(
          new Create(
              DocumentKey.member("node1"),
              new MemberDocument(
                  "i1", "host1", 1, "1", NOTE.at(), new TreeSet<>(), new TreeMap<>())));
      grant(Role.OPERATOR);
      try (ZooKeeperClusterClient operator = client("operator")) {
        assertThat(operator.setStandby("node1", true, NOTE)).isTrue();
        assertThat(operator.read(DocumentKey.requests("node1"))).isNotNull();
        assertThat(operator.read(DocumentKey.DIRECTIVES)).isNotNull();
        node.committed(
            new Create(
                DocumentKey.lease("node9"),
                new LeaseDocument(
                    LeaseDocument.State.HELD, "i9", Duration.ofSeconds(9), Duration.ofSeconds(1))));
        assertThatThrownBy(() -> operator.setStandby("node9", true, NOTE))
            .hasMessage("nodes/node9 is not there yet, and creating it takes the role admin");
      }
    }
  }

  @Test
  void anOpenClusterIsProtectedWhileItsNodesRun() throws Exception {
    try (LayerUser stranger = new LayerUser(open).connect();
        LayerUser node = new LayerUser(nodes).connect()) {
      writeOneOfEachKind(stranger);
      node.committed(new Create(DocumentKey.node("node7"), NodeDocument.EMPTY));
      stranger.committed(new Create(DocumentKey.node("node8"), NodeDocument.EMPTY));
      assertThat(stranger.readAll()).as("an open cluster stays open").isNotEmpty();
      try (ZooKeeperClusterClient client = client("shop")) {
        assertThatThrownBy(() -> client.access().roles())
            .hasMessageContaining("is open to everybody");
        assertThat(client.access().protect(NOTE).changed()).isTrue();
        assertThat(client.access().roles().get(Role.NODE)).containsExactly("digest:shop");
        assertThat(client.access().differing()).isEmpty();
        node.commitUntilDone(new Create(DocumentKey.node("node9"), NodeDocument.EMPTY));
        assertThat(client.access().differing()).isEmpty();
        assertThat(stranger.answer(stranger.read()).toString()).contains("not authorized");
      }
    }
  }

  /** Neither is the cluster opened by it, nor does anybody lose a role. */
  @Test
  void anAccessDocumentThatCannotBeUnderstoodChangesNothing() throws Exception {
    try (LayerUser node = new LayerUser(nodes).connect();
        RawClient raw = raw("shop")) {
      grant(Role.OBSERVER);
      node.awaitAccess(Role.OBSERVER, true);
      raw.zooKeeper().setData(path(DocumentKey.ACCESS), "garbage".getBytes(UTF_8), -1);
      node.commitUntilDone(new Create(DocumentKey.node("node7"), NodeDocument.EMPTY));
      assertThat(raw.zooKeeper().getACL(path(DocumentKey.node("node7")), new Stat())).hasSize(2);
      try (LayerUser later = new LayerUser(nodes).connect()) {
        later.committed(new Create(DocumentKey.node("node8"), NodeDocument.EMPTY));
        assertThat(raw.zooKeeper().getACL(path(DocumentKey.node("node8")), new Stat()))
            .singleElement()
            .satisfies(entry -> assertThat(entry.getId().getId()).startsWith("shop:"));
      }
    }
  }

  /** It has a session of its own, and creates what everybody with a role is to read. */
  @Test
  void aCompanionWritesForThoseWhoHaveARole() throws Exception {
    try (LayerUser node = new LayerUser(nodes).connect();
        ZooKeeperDeathRecord companion =
            new ZooKeeperDeathRecord(
                CompanionSettings.of(new CompanionSettings("node1", nodes).toMap()))) {
      node.committed(
          new Create(
              DocumentKey.lease("node1"),
              new LeaseDocument(
                  LeaseDocument.State.HELD, "i1", Duration.ofSeconds(9), Duration.ofSeconds(1))));
      grant(Role.OBSERVER);
      assertThat(companion.confirm("i1", System.nanoTime() + Duration.ofSeconds(30).toNanos()))
          .contains("is confirmed dead, its lease with it");
      try (ZooKeeperClusterClient observer = client("observer");
          ZooKeeperClusterClient client = client("shop")) {
        assertThat(observer.read(DocumentKey.fencing("node1"))).isNotNull();
        assertThat(client.access().differing()).isEmpty();
      }
    }
  }
}
