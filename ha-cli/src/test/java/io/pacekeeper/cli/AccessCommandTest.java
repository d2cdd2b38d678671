package io.pacekeeper.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.Companion;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.zookeeper.ZooKeeperNode;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in by the commands, and how that is changed, in a cluster of two nodes. */
class AccessCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static EmbeddedZooKeeper zooKeeper;
  private static HaNode node1;
  private static HaNode node2;
  private static String shop;

  @BeforeAll
  static void startCluster() throws Exception {
    zooKeeper = new EmbeddedZooKeeper(folder.resolve("zookeeper"));
    zooKeeper.start();
    shop = file("shop", "shop:secret\n");
    node1 = builder("shop", "node1").credentialsFile(Path.of(shop)).join();
    node2 = builder("shop", "node2").credentialsFile(Path.of(shop)).join();
  }

  @AfterAll
  static void stopCluster() {
    node2.close();
    node1.close();
    zooKeeper.close();
  }

  private static String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Run pk(String... arguments) {
    return pk(Map.of(), arguments);
  }

  private static Run pk(Map<String, String> environment, String... arguments) {
    return Run.pk(with(environment), arguments);
  }

  private static Map<String, String> with(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("PACEKEEPER_ZOOKEEPER", zooKeeper.connectString());
    all.put("PACEKEEPER_CLUSTER", all.getOrDefault("PACEKEEPER_CLUSTER", "shop"));
    return all;
  }

  private static Run as(String file, String... arguments) {
    return pk(
        Stream.concat(Stream.of(arguments), Stream.of("--credentials-file", file))
            .toArray(String[]::new));
  }

  private static void assertComplaint(Run run, String complaint) {
    assertThat(run.err()).startsWith("pk: ").contains(complaint).hasLineCount(1);
    assertThat(run.status()).isEqualTo(Pk.FAILED);
    assertThat(run.out()).isEmpty();
  }

  private static ZooKeeperNode.Builder builder(String cluster, String node) {
    return ZooKeeperNode.builder(zooKeeper.connectString())
        .cluster(cluster)
        .node(node)
        .companion(Companion.OFF)
        .startupDelay(Duration.ZERO)
        .resource(Resource.of("ledger", Idle::new).build());
  }

  /** Somebody at a terminal who answers so, one answer after the other. */
  private static Run asked(List<String> answers, String... arguments) {
    Queue<String> left = new ArrayDeque<>(answers);
    Prompt prompt =
        new Prompt() {
          @Override
          public @Nullable String line(String question) {
            return left.poll();
          }

          @Override
          public char @Nullable [] password(String question) {
            String answer = left.poll();
            return answer == null ? null : answer.toCharArray();
          }
        };
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Pk.run(
            with(Map.of()),
            prompt,
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            arguments);
    return new Run(status, out.toString(), err.toString());
  }

  @Test
  void runningNodesProveThatTheyHoldTheCredentials() {
    Run run = as(shop, "host", "auth", "node2", "node1");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isEqualTo(Pk.DONE);
    assertThat(run.out()).contains("node1: Authorized\n", "node2: Authorized\n").hasLineCount(2);
  }

  @Test
  void whoeverDoesNotAnswerIsNamedBesideThoseWhoDo() {
    Run run = as(shop, "host", "auth", "node1", "node9");

    assertThat(run.out()).isEqualTo("node1: Authorized\n");
    assertThat(run.err())
        .startsWith("pk: node9: no JVM of that name shows itself: start it")
        .hasLineCount(1);
    assertThat(run.status()).isEqualTo(Pk.FAILED);
  }

  @Test
  void withoutCredentialsOrWithOthersNothingIsSeenAndNothingChanged() throws Exception {
    String wrong = file("wrong", "shop:guess");
    for (String[] command :
        new String[][] {
          {"status"},
          {"node", "standby", "node1"},
          {"resource", "explain", "ledger"},
          {"access", "list"},
          {"access", "grant", "admin", "eve"},
          {"access", "revoke", "shop"},
          {"access", "protect"},
          {"host", "auth", "node1"},
          {"fence", "history"}
        }) {
      if (!command[0].equals("access") || !command[1].equals("protect")) {
        assertComplaint(pk(command), "not authorized for cluster shop");
      } else {
        assertComplaint(pk(command), "credentials");
      }
      assertComplaint(as(wrong, command), "it was made with other credentials than those");
    }
    assertThat(as(shop, "access", "list").out()).contains("node      digest:shop\n");
    assertThat(as(shop, "status").out()).doesNotContain("online, standby");
  }

  @Test
  void rolesAreGivenShownHeededAndTaken() throws Exception {
    String anna = file("anna", "anna:sesame");
    String olga = file("olga", "olga:tulip");
    Run admin =
        as(
            shop,
            "access",
            "grant",
            "admin",
            "anna",
            "--password-file",
            file("anna-password", "sesame\n"));
    assertThat(admin.err()).isEmpty();
    assertThat(admin.out())
        .startsWith("anna is an admin from now on; ")
        .endsWith(" access lists rewritten\n")
        .hasLineCount(1);
    Run operator =
        pk(
            Map.of("PACEKEEPER_CREDENTIALS", "anna:sesame", "PACEKEEPER_NEW_PASSWORD", "tulip"),
            "access",
            "grant",
            "operator",
            "olga");
    assertThat(operator.out()).startsWith("olga is an operator from now on; ");
    assertThat(as(anna, "access", "list").out())
        .isEqualTo("node      digest:shop\nadmin     digest:anna\noperator  digest:olga\n");

    assertThat(as(olga, "node", "standby", "node2").status()).isEqualTo(Pk.DONE);
    assertThat(as(olga, "node", "unstandby", "node2").status()).isEqualTo(Pk.DONE);
    assertComplaint(as(olga, "access", "list"), "that takes the role admin");
    assertComplaint(as(olga, "token", "raise"), "that takes the role admin");
    assertComplaint(as(anna, "access", "revoke", "anna"), "let another admin do it");

    assertThat(as(anna, "access", "grant", "observer", "olga").err())
        .startsWith("pk: nobody can be asked for the password of olga, as there is no terminal");
    assertThat(
            asked(
                    List.of("anna", "sesame", "tulip", "tulip"),
                    "access",
                    "grant",
                    "observer",
                    "olga",
                    "--ask-credentials")
                .out())
        .startsWith("olga is an observer from now on; ");
    assertThat(as(olga, "status").status()).isEqualTo(Pk.DONE);
    assertComplaint(as(olga, "node", "standby", "node2"), "that takes the role operator");
    assertThat(as(anna, "host", "auth", "node1").out()).isEqualTo("node1: Authorized\n");

    assertThat(as(anna, "access", "revoke", "olga").out())
        .startsWith("olga has no role from now on; ");
    assertThat(as(anna, "access", "revoke", "olga").out()).isEqualTo("olga had no role already\n");
    assertComplaint(as(olga, "status"), "not authorized for cluster shop");
    assertThat(as(shop, "access", "revoke", "anna").status()).isEqualTo(Pk.DONE);
    assertThat(as(shop, "access", "list").out()).isEqualTo("node      digest:shop\n");
  }

  /** Who has another password than the nodes believes what stands where they alone may write. */
  @Test
  void anAnswerThatOthersCouldHaveWrittenProvesNothing() throws Exception {
    String berta = file("berta", "berta:sesame");
    as(shop, "access", "grant", "admin", "berta", "--password-file", berta);
    assertThat(as(berta, "host", "auth", "node1").out()).isEqualTo("node1: Authorized\n");
    try (ZooKeeper raw = new ZooKeeper(zooKeeper.connectString(), 10_000, event -> {})) {
      raw.addAuthInfo("digest", "shop:secret".getBytes(UTF_8));
      String answers = "/pacekeeper/shop/answers/node1";
      List<ACL> more = new ArrayList<>(raw.getACL(answers, new Stat()));
      more.add(new ACL(Perms.WRITE, new Id("digest", "eve:hash")));
      raw.setACL(answers, more, -1);
    }

    assertThat(as(berta, "host", "auth", "node1").err())
        .isEqualTo("pk: node1: answers/node1 may be written by digest:eve, who is no node\n");

    assertThat(as(berta, "access", "list").out())
        .endsWith("the access lists of /pacekeeper/shop/answers/node1; run pk access protect\n");
    assertThat(as(berta, "access", "protect").out())
        .isEqualTo("cluster shop is protected; one access list rewritten\n");
    assertThat(as(berta, "host", "auth", "node1").out()).isEqualTo("node1: Authorized\n");
    assertThat(as(shop, "access", "revoke", "berta").status()).isEqualTo(Pk.DONE);
  }

  @Test
  void whatCannotBeUsedAsASecretIsNamedAndChangesNothing() throws Exception {
    assertComplaint(
        as(folder.resolve("missing").toString(), "status"), "cannot be read: it is not there");
    assertComplaint(
        as(file("two-lines", "shop:a\nshop:b"), "status"),
        "must have one line that reads user:password");
    assertComplaint(
        pk(Map.of("PACEKEEPER_CREDENTIALS", "only-a-word"), "status"),
        "PACEKEEPER_CREDENTIALS must have one line that reads user:password");
    assertComplaint(pk("status", "--ask-credentials"), "nobody can be asked for credentials");
    assertComplaint(
        asked(
            List.of("shop", "secret", "one", "two"),
            "access",
            "grant",
            "admin",
            "eve",
            "--ask-credentials"),
        "the two passwords are not the same, nothing was changed");
    assertComplaint(
        as(shop, "access", "grant", "admin", "eve", "--password-file", file("empty", "\n")),
        "the password of eve must be one line, and not empty");
    assertComplaint(as(shop, "access", "grant", "admin", "world:anyone"), "scheme is 'world'");
    Run role = as(shop, "access", "grant", "boss", "eve");
    assertThat(role.status()).isEqualTo(Pk.NOT_UNDERSTOOD);
    assertThat(role.err()).contains("there is no role 'boss': it is node, admin, operator");
    assertThat(as(shop, "access", "list").out()).doesNotContain("eve");
  }

  @Test
  void aJvmWithOtherCredentialsIsToldSo() {
    ZooKeeperNode.Builder wrong =
        builder("shop", "node3")
            .joinTimeout(Duration.ofSeconds(3))
            .credentials("shop", "guess".toCharArray());
    assertThat(catchThrowable(wrong::join))
        .hasMessageStartingWith("node3 could not join: not authorized for cluster shop")
        .hasMessageEndingWith("it was made with other credentials than those that were given");
    ZooKeeperNode.Builder none = builder("shop", "node3").joinTimeout(Duration.ofSeconds(3));
    assertThat(catchThrowable(none::join))
        .hasMessageEndingWith("it is protected, and no credentials were given");
  }

  @Test
  void anOpenClusterIsProtectedWhenAllItsNodesHoldTheCredentials() {
    Map<String, String> open = Map.of("PACEKEEPER_CLUSTER", "open");
    Map<String, String> known =
        Map.of("PACEKEEPER_CLUSTER", "open", "PACEKEEPER_CREDENTIALS_FILE", shop);
    HaNode first = builder("open", "node1").join();
    try (HaNode second = builder("open", "node2").credentialsFile(Path.of(shop)).join()) {
      assertThat(pk(open, "access", "list").out()).startsWith("everybody who can reach ZooKeeper");
      assertComplaint(pk(open, "host", "auth", "node1"), "is open to everybody");
      assertThat(pk(known, "host", "auth", "node1", "node2"))
          .satisfies(run -> assertThat(run.out()).isEqualTo("node2: Authorized\n"))
          .satisfies(run -> assertThat(run.err()).contains("node1: its cluster is not protected"));
      assertComplaint(
          pk(known, "access", "protect"),
          "nothing was changed, as these would be locked out: node1 (");
      assertThat(pk(open, "status").status()).isEqualTo(Pk.DONE);

      first.close();
      first = builder("open", "node1").credentials("shop", "guess".toCharArray()).join();
      assertThat(pk(known, "host", "auth", "node1").err())
          .isEqualTo("pk: node1: its answer was made with another password of shop\n");
      first.close();
      first = builder("open", "node1").credentialsFile(Path.of(shop)).join();
      Run done = pk(known, "access", "protect");

      assertThat(done.err()).isEmpty();
      assertThat(done.out()).startsWith("cluster open is protected from now on; ");
      assertComplaint(pk(open, "status"), "no credentials were given");
      assertThat(pk(known, "access", "protect").out()).isEqualTo("cluster open is protected\n");
      assertThat(pk(known, "access", "list").out()).isEqualTo("node      digest:shop\n");
      assertThat(second.name()).isEqualTo("node2");
      await()
          .atMost(PATIENCE)
          .until(() -> pk(known, "status").out().contains("ledger  Started node"));
    } finally {
      first.close();
    }
  }

  private static final class Idle implements ResourceAgent {
    @Override
    public void start(Activation activation) {}

    @Override
    public void stop() {}
  }
}
