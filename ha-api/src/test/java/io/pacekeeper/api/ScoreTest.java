package io.pacekeeper.api;

import static io.pacekeeper.api.Score.INFINITY;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScoreTest {
  @Test
  void finiteScoresAddUp() {
    assertThat(Score.add(3, 4)).isEqualTo(7);
    assertThat(Score.add(3, -4)).isEqualTo(-1);
  }

  @Test
  void minusInfinityWinsOverEverything() {
    assertThat(Score.add(-INFINITY, INFINITY)).isEqualTo(-INFINITY);
    assertThat(Score.add(INFINITY, -INFINITY)).isEqualTo(-INFINITY);
    assertThat(Score.add(-INFINITY, 5)).isEqualTo(-INFINITY);
  }

  @Test
  void infinityWinsOverWhatIsFinite() {
    assertThat(Score.add(INFINITY, -999_999)).isEqualTo(INFINITY);
    assertThat(Score.add(-5, INFINITY)).isEqualTo(INFINITY);
  }

  @Test
  void noSumLeavesTheRange() {
    assertThat(Score.add(999_999, 999_999)).isEqualTo(INFINITY);
    assertThat(Score.add(-999_999, -999_999)).isEqualTo(-INFINITY);
    assertThat(Score.clamp(Integer.MAX_VALUE)).isEqualTo(INFINITY);
    assertThat(Score.clamp(Integer.MIN_VALUE)).isEqualTo(-INFINITY);
  }

  @Test
  void infinityIsWrittenAsAWord() {
    assertThat(Score.format(INFINITY)).isEqualTo("INFINITY");
    assertThat(Score.format(-INFINITY)).isEqualTo("-INFINITY");
    assertThat(Score.format(-17)).isEqualTo("-17");
  }
}
