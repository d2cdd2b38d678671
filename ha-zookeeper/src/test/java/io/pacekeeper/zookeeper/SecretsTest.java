package io.pacekeeper.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.pacekeeper.api.Companion;
import io.pacekeeper.api.HaException;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.JoinException;
import io.pacekeeper.api.Resource;
import io.pacekeeper.core.document.AccessDocument.Role;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.apache.zookeeper.ZKUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Where secrets are from, and that they get nowhere else. */
class SecretsTest {
  private static final String PASSWORD = "Gr\u00fcnspecht-4711";
  private static final String ANOTHER = "Zaunk\u00f6nig-0815";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ChangeNote NOTE = new ChangeNote("ann", "a test", Instant.EPOCH);

  @TempDir Path folder;

  private final Set<String> active = new ConcurrentSkipListSet<>();

  /** Every way in which somebody could write down a password without meaning to. */
  private static List<String> forms(String password) {
    List<String> forms = new ArrayList<>(List.of(password));
    for (String text : List.of(password, "shop:" + password)) {
      byte[] bytes = text.getBytes(UTF_8);
      forms.add(HexFormat.of().formatHex(bytes));
      forms.add(Base64.getEncoder().encodeToString(bytes));
    }
    return forms;
  }

  private static void assertHidden(String where, String text) {
    for (String password : List.of(PASSWORD, ANOTHER)) {
      for (String form : forms(password)) {
        assertThat(text.contains(form)).as("%s shows a password: %s", where, text).isFalse();
      }
    }
  }

  /** Keeps everything that anybody logs, at every level, as text. */
  private static final class Everything extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage());
      for (IThrowableProxy cause = event.getThrowableProxy();
          cause != null;
          cause = cause.getCause()) {
        lines.add(String.valueOf(cause.getMessage()));
      }
    }
  }

  private ZooKeeperNode.Builder node(EmbeddedZooKeeper server, String name, String password) {
    return ZooKeeperNode.builder(server.connectString())
        .cluster("shop")
        .node(name)
        .credentialsFrom(Map.of("PACEKEEPER_CREDENTIALS", "shop:" + password))
        .startupDelay(Duration.ZERO)
        .joinTimeout(Duration.ofSeconds(5))
        .companion(Companion.REQUIRED)
        .companionLog(folder)
        .resource(
            Resource.whileOpen(
                    "ledger",
                    activation -> {
                      active.add(name);
                      return () -> active.remove(name);
                    })
                .build());
  }

  /** A whole life, with right and wrong passwords, and everything logged that can be. */
  @Test
  void noPasswordIsInAnyLogStatusExceptionProcessOrZnode() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    Everything log = new Everything();
    log.setContext(root.getLoggerContext());
    log.start();
    List<Appender<ILoggingEvent>> others = new ArrayList<>();
    root.iteratorForAppenders().forEachRemaining(others::add);
    try (EmbeddedZooKeeper server = new EmbeddedZooKeeper(folder.resolve("zookeeper"))) {
      server.start();
      // It alone: on a terminal nobody would find anything else.
      others.forEach(root::detachAppender);
      root.addAppender(log);
      root.setLevel(Level.TRACE);
      root.getLoggerContext().getLogger("org.apache.zookeeper").setLevel(Level.TRACE);
      root.getLoggerContext().getLogger("io.pacekeeper").setLevel(Level.TRACE);
      root.getLoggerContext().getLogger("org.apache.curator").setLevel(Level.TRACE);
      try (HaNode node = node(server, "node1", PASSWORD).join();
          ZooKeeperClusterClient client = client(server, "shop", PASSWORD)) {
        await().atMost(PATIENCE).until(() -> active.contains("node1"));
        client.access().grant(Role.OPERATOR, "olga", ANOTHER.toCharArray(), NOTE);
        client.hostProofs().ask(List.of("node1"), "ann", PATIENCE, result -> {});
        assertHidden("the status", node.status() + " " + client.status());
        assertHidden("a reading", client.documents().toString());
        assertThatThrownBy(() -> node(server, "node2", ANOTHER).join())
            .isInstanceOf(JoinException.class)
            .satisfies(e -> assertHidden("an exception", chain(e)));
        try (ZooKeeperClusterClient wrong = client(server, "shop", ANOTHER)) {
          assertThatThrownBy(wrong::status)
              .isInstanceOf(HaException.class)
              .satisfies(e -> assertHidden("an exception", chain(e)));
        }
        ProcessHandle.current()
            .children()
            .forEach(child -> assertHidden("a process", String.valueOf(child.info())));
        try (RawClient raw = new RawClient(server.connectString())) {
          raw.zooKeeper().addAuthInfo("digest", ("shop:" + PASSWORD).getBytes(UTF_8));
          for (String path : ZKUtil.listSubTreeBFS(raw.zooKeeper(), "/pacekeeper/shop")) {
            byte[] data = raw.zooKeeper().getData(path, false, null);
            assertHidden(path, new String(data == null ? new byte[0] : data, UTF_8));
          }
        }
      }
    } finally {
      root.detachAppender(log);
      others.forEach(root::addAppender);
      root.getLoggerContext().getLogger("org.apache.zookeeper").setLevel(null);
      root.getLoggerContext().getLogger("io.pacekeeper").setLevel(null);
      root.getLoggerContext().getLogger("org.apache.curator").setLevel(null);
      root.setLevel(before);
    }
    assertThat(log.lines).hasSizeGreaterThan(100);
    log.lines.forEach(line -> assertHidden("the log", line));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertHidden(file.toString(), Files.readString(file));
      }
    }
  }

  private static ZooKeeperClusterClient client(
      EmbeddedZooKeeper server, String user, String password) {
    return ZooKeeperClusterClient.builder(server.connectString())
        .cluster("shop")
        .credentials(user, password.toCharArray())
        .connect();
  }

  private static String chain(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      text.append(cause).append('\n');
    }
    return text.toString();
  }

  @Test
  void whatHoldsASecretDoesNotShowIt() {
    ZooKeeperOptions options =
        ZooKeeperOptions.of("localhost:2181", "shop")
            .withCredentials(Credentials.of("shop", PASSWORD.toCharArray()))
            .withProperty("zookeeper.ssl.keyStore.password", ANOTHER);
    CompanionSettings settings = new CompanionSettings("node1", options);
    for (Object holder :
        List.of(options, settings, options.credentials(), Identity.of(options.credentials()))) {
      assertHidden(holder.getClass().getSimpleName(), holder.toString());
    }
    assertThat(Identity.of(options.credentials()).toString()).isEqualTo("digest:shop");
  }

  @Test
  void credentialsAreReadFromAFileOrTheEnvironmentAndWhatIsWrongIsNamedWithoutThem()
      throws Exception {
    Path good = Files.writeString(folder.resolve("good"), "shop:a:b c\n");
    assertThat(new String(Credentials.read(good).token(), UTF_8)).isEqualTo("shop:a:b c");
    for (String text :
        List.of("", "\n", "shop", "shop:", ":" + PASSWORD, "shop:x\nshop:" + PASSWORD)) {
      Path bad = Files.writeString(folder.resolve("bad"), text);
      assertThatThrownBy(() -> Credentials.read(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the credentials file " + bad + " must have one line that reads user:password");
    }
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Credentials.read(missing))
        .hasMessage("the credentials file " + missing + " cannot be read: it is not there");
    ZooKeeperNode.Builder builder = ZooKeeperNode.builder("localhost:2181");
    assertThatThrownBy(() -> builder.credentialsFrom(Map.of("PACEKEEPER_CREDENTIALS", PASSWORD)))
        .hasMessage("PACEKEEPER_CREDENTIALS must have one line that reads user:password");
    assertThatThrownBy(
            () ->
                builder.credentialsFrom(Map.of("PACEKEEPER_CREDENTIALS_FILE", missing.toString())))
        .hasMessageContaining("it is not there");
  }
}
