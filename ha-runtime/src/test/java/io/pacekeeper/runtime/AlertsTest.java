package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.pacekeeper.api.AlertScript;
import io.pacekeeper.api.AlertScript.Kind;
import io.pacekeeper.api.ClusterEvent;
import io.pacekeeper.api.Operation;
import io.pacekeeper.core.controller.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Programs that are told of events, and what they cannot harm. */
@Timeout(60)
class AlertsTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:01.000250Z");

  @TempDir Path folder;
  private final Logger logger = (Logger) LoggerFactory.getLogger(Alerts.class);
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
  }

  @AfterEach
  void detach() {
    logger.setAdditive(true);
    logger.detachAppender(appender);
  }

  private static Alerts alerts(int threads, AlertScript... scripts) {
    return new Alerts("shop", "node1", () -> new Moment(0, AT), List.of(scripts), threads);
  }

  private static AlertScript shell(String script) {
    return AlertScript.of("/bin/sh", "-c", script);
  }

  /** Returns a program that writes its environment into a file of its own. */
  private AlertScript writing() {
    return shell("env > " + folder + "/$$.part && mv " + folder + "/$$.part " + folder + "/$$.env");
  }

  private List<Map<String, String>> written(int count) throws IOException {
    await().until(() -> files().size() == count);
    return files().stream().map(AlertsTest::read).toList();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".env")).sorted().toList();
    }
  }

  private static Map<String, String> read(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.contains("="))
          .collect(
              Collectors.toMap(
                  line -> line.substring(0, line.indexOf('=')),
                  line -> line.substring(line.indexOf('=') + 1),
                  (one, other) -> other));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ClusterEvent online(int node) {
    return new ClusterEvent.NodeOnline("node" + node);
  }

  @Test
  void aProgramIsToldInPacemakersVariables() throws IOException {
    try (Alerts alerts =
        alerts(1, writing().recipient("root@example.org").variable("SMTP", "mail:25"))) {
      alerts.on(
          new ClusterEvent.OperationFailed(
              "node1", "ledger", Operation.MONITOR, 2, "timed out after 20 ms"));
    }
    assertThat(written(1).get(0))
        .containsEntry("CRM_alert_kind", "resource")
        .containsEntry("CRM_alert_node", "node1")
        .containsEntry("CRM_alert_rsc", "ledger")
        .containsEntry("CRM_alert_task", "monitor")
        .containsEntry("CRM_alert_desc", "timed out after 20 ms")
        .containsEntry("CRM_alert_rc", "1")
        .containsEntry("CRM_alert_target_rc", "0")
        .containsEntry("CRM_alert_status", "2")
        .containsEntry("CRM_alert_recipient", "root@example.org")
        .containsEntry("CRM_alert_node_sequence", "1")
        .containsEntry("CRM_alert_timestamp_epoch", "1767225601")
        .containsEntry("CRM_alert_timestamp_usec", "250")
        .containsEntry("PACEKEEPER_cluster", "shop")
        .containsEntry("PACEKEEPER_node", "node1")
        .containsEntry("SMTP", "mail:25")
        .as("nothing of the JVM's environment")
        .doesNotContainKey("HOME");
  }

  @Test
  void aNodeThatDiesIsLostAndFencedAndComesBack() {
    Alert.Maker maker = new Alert.Maker();
    List<ClusterEvent> events =
        List.of(
            online(2),
            new ClusterEvent.NodeFenced("node2", "i2", "its companion"),
            online(2),
            new ClusterEvent.NodeUnclean("node2", "it is not a member any more"),
            new ClusterEvent.NodeFenced("node2", "i3", "its lease, which ended"),
            online(2),
            new ClusterEvent.NodeOffline("node2"),
            new ClusterEvent.DcElected("node1", 2));

    assertThat(events)
        .flatMap(maker::alerts)
        .extracting(alert -> alert.variables().get("CRM_alert_desc"))
        .containsExactly(
            "member",
            "lost",
            "node2 is confirmed dead by its companion, incarnation i2",
            "member",
            "lost",
            "node2 is confirmed dead by its lease, which ended, incarnation i3",
            "member",
            "lost");
  }

  @Test
  void whatIsNotWantedIsNotTold() throws IOException {
    try (Alerts alerts = alerts(1, writing().only(Kind.RESOURCE))) {
      alerts.on(online(2));
      alerts.on(new ClusterEvent.ResourceStopped("node1", "ledger", Duration.ofMillis(7)));
    }
    assertThat(written(1).get(0))
        .containsEntry("CRM_alert_task", "stop")
        .containsEntry("CRM_alert_exec_time", "7");
  }

  @Test
  void oneThatHangsIsKilledWithWhatItStartedAndHoldsNobodyUp() throws Exception {
    Path child = folder.resolve("child");
    AlertScript hangs =
        shell("sleep 600 & echo $! > " + child + "; wait").timeout(Duration.ofSeconds(3));
    try (Alerts alerts = alerts(2, hangs, writing())) {
      long begun = System.nanoTime();
      alerts.on(online(2));
      assertThat(System.nanoTime() - begun).isLessThan(Duration.ofSeconds(2).toNanos());
      written(1);
      await().until(() -> lines.size() == 1);
      assertThat(lines)
          .containsExactly(
              "cluster=shop the alert /bin/sh took longer than 3000 ms and was killed");
      long pid = Long.parseLong(Files.readString(child).strip());
      await().until(() -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }
  }

  @Test
  void oneThatFailsOrIsNotThereIsALineOfTheLog() throws IOException {
    try (Alerts alerts =
        alerts(1, shell("exit 3"), AlertScript.of("/no/such/program"), writing())) {
      alerts.on(online(2));
      written(1);
      assertThat(lines).hasSize(2);
      assertThat(lines.get(0)).isEqualTo("cluster=shop the alert /bin/sh ended with 3");
      assertThat(lines.get(1))
          .startsWith("cluster=shop the alert /no/such/program cannot be run: ");
    }
  }

  @Test
  void theOldestAreDroppedWhenTooManyWait() throws Exception {
    Path gate = folder.resolve("gate");
    AlertScript waits =
        shell(
            "while [ ! -e "
                + gate
                + " ]; do sleep 0.05; done; echo $CRM_alert_node >> "
                + folder.resolve("nodes"));
    try (Alerts alerts = alerts(1, waits)) {
      for (int i = 1; i <= Alerts.CAPACITY + 4; i++) {
        alerts.on(online(i));
      }
      Files.createFile(gate);
      await().atMost(Duration.ofSeconds(50)).until(() -> nodes().size() == Alerts.CAPACITY + 1);
      assertThat(nodes()).startsWith("node1", "node5").endsWith("node204");
      assertThat(lines)
          .containsExactly("cluster=shop 3 alerts were dropped: the programs are too slow");
    }
  }

  private List<String> nodes() throws IOException {
    Path file = folder.resolve("nodes");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  @Test
  void aProgramIsNamedByItsPathAndItsEnvironmentByNobody() {
    assertThatThrownBy(() -> AlertScript.of("mail.sh"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an alert needs the absolute path of a program, but has [mail.sh]");
    assertThatThrownBy(() -> AlertScript.of("/x").timeout(Duration.ZERO))
        .hasMessage("the timeout of an alert must be longer than zero, but it is PT0S");
    assertThat(AlertScript.of("/x", "secret").variable("PASSWORD", "secret").toString())
        .isEqualTo("/x");
  }
}
