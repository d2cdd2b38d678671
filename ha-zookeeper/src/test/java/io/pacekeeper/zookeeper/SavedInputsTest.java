package io.pacekeeper.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.Resource;
import io.pacekeeper.api.ResourceAgent;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.core.scheduler.Scheduler;
import io.pacekeeper.core.scheduler.SchedulerRun;
import io.pacekeeper.runtime.SavedInput;
import io.pacekeeper.testkit.Simulation;
import io.pacekeeper.testkit.invariant.Happening;
import io.pacekeeper.zookeeper.embedded.EmbeddedZooKeeper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SavedInputsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {2, 5})
  void everyDecisionOfAHistoryIsTakenAgainFromWhatIsSavedOfIt(long seed) {
    List<SchedulerRun> runs = new ArrayList<>();
    new Simulation(seed)
        .keep(
            (happening, world) -> {
              if (happening instanceof Happening.Scheduled scheduled) {
                runs.add(scheduled.run());
              }
            })
        .run();

    assertThat(runs).hasSizeGreaterThan(20);
    for (SchedulerRun run : runs) {
      SavedInput read = read(SavedInputs.write(new SavedInput("shop", "1.0", run)));
      assertThat(read.cluster()).isEqualTo("shop");
      assertThat(read.run().node()).isEqualTo(run.node());
      assertThat(read.run().order()).isEqualTo(run.order());
      assertThat(read.run().decided()).isEqualTo(run.decided());
      assertThat(Scheduler.schedule(read.run().input().cib(), read.run().input().now()))
          .isEqualTo(run.decided());
    }
  }

  @Test
  void aNodeThatIsDcSavesWhatItDecidesFromAndNothingThatCouldBeSecret() throws IOException {
    Path inputs = folder.resolve("inputs");
    try (EmbeddedZooKeeper zooKeeper = new EmbeddedZooKeeper(folder.resolve("zookeeper"))) {
      zooKeeper.start();
      try (HaNode node =
          ZooKeeperNode.builder(zooKeeper.connectString())
              .cluster("shop")
              .node("node1")
              .credentials("hacluster", "horse".toCharArray())
              .schedulerInputs(inputs)
              .fencingDevice(
                  FencingDeviceDefinition.builder("pdu").host("node1", "staple").build(),
                  target -> FencingResult.failed("no battery"))
              .resource(Resource.of("ledger", Failing::new).build())
              .build()) {
        node.start();
        await().atMost(PATIENCE).until(() -> saved(inputs).stream().anyMatch(this::hasFailed));
      }
    }
    for (Path file : saved(inputs)) {
      SavedInput saved = read(Files.readAllBytes(file));
      assertThat(Scheduler.schedule(saved.run().input().cib(), saved.run().input().now()))
          .isEqualTo(saved.run().decided());
      assertThat(Files.readString(file)).doesNotContain("horse", "staple", "pdu", "battery");
    }
    assertThat(saved(inputs)).anyMatch(file -> text(file).contains("\"operation\":\"start\""));
  }

  private boolean hasFailed(Path file) {
    return read(bytes(file)).run().input().nodes().values().stream()
        .flatMap(node -> node.resources().values().stream())
        .anyMatch(state -> state.failure() != null);
  }

  private static List<Path> saved(Path inputs) throws IOException {
    if (!Files.isDirectory(inputs)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(inputs)) {
      return files
          .filter(file -> file.getFileName().toString().matches("shop-node1-input-\\d+\\.json"))
          .toList();
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Path file) {
    return new String(bytes(file), UTF_8);
  }

  private static SavedInput read(byte[] bytes) {
    try {
      return SavedInputs.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"scheduler-input","format":1                          | it is not JSON: Unexpected end-of-input
          [1, 2]                                                        | it is not a JSON object
          {"colour":"red"}                                              | the field 'type' is missing
          {"type":"config","format":1}                                  | it should be of type 'scheduler-input', but is of type 'config'
          {"type":"scheduler-input","format":2}                         | it has the format 2, and this version understands up to 1
          {"type":"scheduler-input","format":1,"config":{}}             | in its config the field 'config.type' is missing
          {"type":"scheduler-input","format":1,"config":{"type":"config","format":9}} | in its config it has the format 9
          """)
  void whatCannotBeUnderstoodIsOneSentence(String json, String problem) {
    assertThatThrownBy(() -> read(json.getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(problem)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void whatAsksTooMuchOfMemoryIsRefusedBeforeItIsTaken() {
    assertThatThrownBy(() -> SavedInputs.read(endless("{\"a\":\"", "x")))
        .hasMessage("it is longer than 32 MB");
    assertThatThrownBy(() -> read("[".repeat(30 * MEGABYTE).getBytes(UTF_8)))
        .hasMessage("it is nested deeper than 64 levels");
    assertThatThrownBy(() -> read(("{\"a\":[" + "[],".repeat(9 * MEGABYTE)).getBytes(UTF_8)))
        .hasMessage("it has more than 2000000 parts");
  }

  /** A stream that never ends. */
  private static InputStream endless(String begin, String then) {
    return new java.io.SequenceInputStream(
        new ByteArrayInputStream(begin.getBytes(UTF_8)),
        new InputStream() {
          @Override
          public int read() {
            return then.charAt(0);
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            java.util.Arrays.fill(buffer, offset, offset + length, (byte) then.charAt(0));
            return length;
          }
        });
  }

  /** A service that does not start, and says more than it should. */
  private static final class Failing implements ResourceAgent {
    @Override
    public void start(Activation activation) {
      throw new IllegalStateException("jdbc:example:user=hacluster;password=battery");
    }

    @Override
    public void stop() {
      // There is nothing to stop.
    }
  }
}
