package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterReaderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<Input> passed = new ArrayList<>();
  private ClusterReader reader;

  @Test
  void itTakesItsOwnAnswersOutAndPassesTheRest() {
    reader =
        new ClusterReader(
            "node1",
            read -> {
              assertThat(read.interest()).isEqualTo(new Effect.Interest("node1", true));
              reader.pass(new Input.ReadDone(5, List.of()), passed::add);
              reader.pass(new Input.ReadDone(read.request(), List.of()), passed::add);
            });

    assertThat(reader.read(PATIENCE)).isEmpty();
    assertThat(reader.read(PATIENCE)).isEmpty();

    Input controllers = new Input.ReadDone(5, List.of());
    assertThat(passed).containsExactly(controllers, controllers);
  }

  @Test
  void aReadThatFailsSaysWhy() {
    reader =
        new ClusterReader(
            "node1",
            read ->
                reader.pass(new Input.ReadFailed(read.request(), "not connected"), passed::add));

    assertThatThrownBy(() -> reader.read(PATIENCE))
        .isInstanceOf(HaException.class)
        .hasMessage("the cluster cannot be read now: not connected");
    assertThat(passed).isEmpty();
  }

  @Test
  void aReadThatIsNotAnsweredInTimeSaysSo() {
    reader = new ClusterReader("node1", read -> {});

    assertThatThrownBy(() -> reader.read(Duration.ofMillis(20)))
        .isInstanceOf(HaException.class)
        .hasMessage("the cluster cannot be read now: no answer within 20 ms");
  }

  @Test
  void anAnswerThatComesTooLateIsNobodys() {
    List<Effect.Read> reads = new ArrayList<>();
    reader = new ClusterReader("node1", reads::add);
    assertThatThrownBy(() -> reader.read(Duration.ofMillis(20))).isInstanceOf(HaException.class);

    reader.pass(new Input.ReadDone(reads.get(0).request(), List.of()), passed::add);

    assertThat(passed).isEmpty();
  }
}
