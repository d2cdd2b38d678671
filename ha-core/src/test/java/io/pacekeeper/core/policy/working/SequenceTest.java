package io.pacekeeper.core.policy.working;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceTest {
  private final Sequence<Integer> sequence = new Sequence<>();

  private void learn(String... names) {
    sequence.restart();
    for (int i = 0; i < names.length; i++) {
      sequence.next(names[i]);
      sequence.note(names[i], i);
    }
    sequence.restart();
  }

  @Test
  void theSameNamesInTheSameOrderAreKnown() {
    learn("a", "b");
    assertThat(sequence.next("a")).isEqualTo(0);
    assertThat(sequence.next("b")).isEqualTo(1);
    assertThat(sequence.next("c")).isNull();
  }

  @Test
  void aNameInAnotherPlaceIsNotKnownThereBeforeItIsNoted() {
    learn("a", "b");
    assertThat(sequence.next("b")).isNull();
    sequence.note("b", 7);
    assertThat(sequence.next("b")).isEqualTo(1);
    sequence.restart();
    assertThat(sequence.next("b")).isEqualTo(7);
  }

  @Test
  void whatIsNotedBehindAGapIsNotKept() {
    learn("a");
    assertThat(sequence.next("x")).isNull();
    assertThat(sequence.next("y")).isNull();
    assertThat(sequence.next("z")).isNull();
    sequence.note("z", 9);
    sequence.restart();
    assertThat(sequence.next("a")).isEqualTo(0);
    assertThat(sequence.next("y")).isNull();
    assertThat(sequence.next("z")).isNull();
  }
}
