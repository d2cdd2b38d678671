package io.pacekeeper.core.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.api.Score;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "INFINITY, 1000000",
    "-INFINITY, -1000000",
    "infinity, 0",
    "12abc, 12",
    "-7, -7",
    "2000000, 1000000",
    "abc, 0"
  })
  void readsScoresAsPacemakerDoes(String word, int score) {
    assertThat(Words.score(word)).isEqualTo(score);
  }

  @Test
  void coloursAreWorthWhatTheyAreSaidToBe() {
    assertThat(Words.score("Red", 1, 2, -Score.INFINITY)).isEqualTo(-Score.INFINITY);
    assertThat(Words.score("yellow", 1, 2, 3)).isEqualTo(2);
    assertThat(Words.score("red")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10000",
    "10s, 10000",
    "2min, 120000",
    "250ms, 250",
    "1h, 3600000",
    "PT1M, 60000",
    "P40S, 40000",
    "P1DT1H, 3600000",
    "P2D, 86400000",
    "P1W, 518400000",
    "P1M, 2592000000",
    "P1Y, 0",
    "P2Y, 4294967295",
    "P999999999Y, 4294967295",
    "9999999s, 4294967295",
    "5 parsecs, 0",
    "soon, 0"
  })
  void readsIntervalsWithAndWithoutUnits(String word, long milliseconds) {
    assertThat(Words.interval(word)).isEqualTo(milliseconds);
  }

  @Test
  void aTimeoutThatCannotBeReadIsTheDefault() {
    assertThat(Words.timeout("30s")).isEqualTo(30_000);
    assertThat(Words.timeout("PT30S")).isEqualTo(20_000);
    assertThat(Words.timeout(null)).isEqualTo(20_000);
  }

  @Test
  void knowsManyWordsForTrueAndFalse() {
    assertThat(Words.truth("YES")).isTrue();
    assertThat(Words.truth("off")).isFalse();
    assertThat(Words.truth("maybe")).isNull();
    assertThat(Words.truth("maybe", true)).isTrue();
  }
}
