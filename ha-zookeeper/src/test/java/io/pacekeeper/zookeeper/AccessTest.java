package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction.Create;
import io.pacekeeper.testkit.SampleDocuments;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.zookeeper.KeeperException.NoAuthException;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read and write a cluster that has credentials. */
class AccessTest {
  private static EmbeddedZooKeeper server;

  private final String chroot = "/" + UUID.randomUUID();
  private final ZooKeeperOptions open =
      ZooKeeperOptions.of(server.connectString(), "shop").withChroot(chroot);
  private final ZooKeeperOptions ann = open.withCredentials(credentials("ann", "secret"));

  @BeforeAll
  static void startServer(@TempDir Path directory) {
    server = new EmbeddedZooKeeper(directory);
    server.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void everyZnodeOfTheClusterIsForItsCredentialsAlone() throws Exception {
    try (LayerUser user = new LayerUser(ann).connect();
        RawClient authorized = new RawClient(server.connectString());
        RawClient stranger = new RawClient(server.connectString())) {
      writeSomethingOfEachKind(user);
      authorized.zooKeeper().addAuthInfo("digest", "ann:secret".getBytes(StandardCharsets.UTF_8));
      List<String> all = tree(authorized.zooKeeper());
      assertThat(all).hasSizeGreaterThan(20).anyMatch(path -> path.contains("/part-0"));
      for (String path : all) {
        assertThat(authorized.zooKeeper().getACL(path, new Stat()))
            .as(path)
            .singleElement()
            .satisfies(entry -> assertThat(entry.getId().getScheme()).isEqualTo("digest"))
            .satisfies(entry -> assertThat(entry.getId().getId()).startsWith("ann:"));
        ZooKeeper other = stranger.zooKeeper();
        assertThatThrownBy(() -> other.getData(path, false, null))
            .isInstanceOf(NoAuthException.class);
        assertThatThrownBy(() -> other.getChildren(path, false))
            .isInstanceOf(NoAuthException.class);
        assertThatThrownBy(() -> other.setData(path, new byte[0], -1))
            .isInstanceOf(NoAuthException.class);
      }
    }
  }

  @Test
  void whoeverHasOtherCredentialsReadsNothingAndIsToldSo() {
    try (LayerUser user = new LayerUser(ann).connect();
        LayerUser wrong =
            new LayerUser(open.withCredentials(credentials("ann", "guess"))).connect();
        LayerUser none = new LayerUser(open).connect();
        LayerUser same = new LayerUser(ann).connect()) {
      user.committed(new Create(DocumentKey.node("node1"), NodeDocument.EMPTY));
      assertThat(wrong.answer(wrong.read()))
          .isInstanceOfSatisfying(
              Input.ReadFailed.class,
              failed ->
                  assertThat(failed.reason())
                      .isEqualTo(
                          "not authorized for cluster shop ("
                              + chroot
                              + "/shop in "
                              + server.connectString()
                              + "): it was made with other credentials than those that were"
                              + " given"));
      assertThat(none.commit(new Create(DocumentKey.node("node2"), NodeDocument.EMPTY)))
          .isInstanceOfSatisfying(
              Input.Refused.class,
              refused ->
                  assertThat(refused.reason())
                      .startsWith("not authorized for cluster shop")
                      .endsWith("it is protected, and no credentials were given"));
      assertThat(same.readAll())
          .extracting(Stored::key)
          .containsExactly(DocumentKey.node("node1"), DocumentKey.ACCESS);
    }
  }

  @Test
  void anotherClusterBesideItMayHaveOtherCredentials() {
    try (LayerUser user = new LayerUser(ann).connect();
        LayerUser neighbour =
            new LayerUser(open.withCredentials(credentials("bob", "other")).withCluster("workshop"))
                .connect()) {
      user.committed(new Create(DocumentKey.node("node1"), NodeDocument.EMPTY));
      neighbour.committed(new Create(DocumentKey.node("node1"), NodeDocument.EMPTY));
      assertThat(neighbour.readAll()).extracting(Stored::problem).containsOnlyNulls();
    }
  }

  @Test
  void credentialsShowNothingAndAreChecked() {
    assertThat(ann.toString()).doesNotContain("secret").doesNotContain("ann");
    assertThatThrownBy(() -> credentials("a:b", "x"))
        .hasMessage(
            "the user of the credentials must have a name without a colon, but it is 'a:b'");
    assertThatThrownBy(() -> credentials("ann", ""))
        .hasMessage("the password of the user ann is empty");
  }

  private static void writeSomethingOfEachKind(LayerUser user) {
    SampleDocuments.oneOfEachKind()
        .forEach(
            (key, document) -> {
              if (!key.equals(DocumentKey.ACCESS)) {
                user.committed(new Create(key, document));
              }
            });
    TreeMap<String, String> many = new TreeMap<>();
    for (int i = 0; i < 5_000; i++) {
      many.put("attribute-" + i, "a value that takes some room " + i);
    }
    user.committed(
        new Create(DocumentKey.node("large"), new NodeDocument(false, false, many, null)));
  }

  private List<String> tree(ZooKeeper zooKeeper) throws Exception {
    return new ArrayList<>(ZKUtil.listSubTreeBFS(zooKeeper, chroot + "/shop"));
  }

  private static Credentials credentials(String user, String password) {
    return Credentials.of(user, password.toCharArray());
  }
}
