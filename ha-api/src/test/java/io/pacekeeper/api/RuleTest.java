package io.pacekeeper.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {
  private static final Map<String, String> NODE =
      Map.of("zone", "west", "disk", "10", "load", "0.5", "#uname", "node1");

  @ParameterizedTest
  @CsvSource({
    "zone eq west, true",
    "zone eq east, false",
    "zone ne east, true",
    "zone ne west, false",
    "zone lt x, true",
    "disk gt 9, true",
    "disk lt 9, false",
    "disk gte 10.0, true",
    "disk lte 10, true",
    "disk gt 10, false",
    "load lt 1, true",
    "#uname eq node1, true",
    "defined zone, true",
    "defined ssd, false",
    "not_defined ssd, true",
    "not_defined zone, false",
    "zone eq west and disk gt 9, true",
    "zone eq west and disk gt 10, false",
    "zone eq east or disk gt 9, true",
    "zone eq east or disk gt 10, false"
  })
  void anExpressionComparesAnAttribute(String rule, boolean matches) {
    assertThat(Rule.parse(rule).matches(NODE)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"eq", "lt", "lte", "gt", "gte"})
  void aMissingAttributeMatchesNoComparison(String operator) {
    assertThat(Rule.parse("ssd " + operator + " yes").matches(NODE)).isFalse();
  }

  @Test
  void aMissingAttributeIsDifferentFromEverything() {
    assertThat(Rule.parse("ssd ne yes").matches(NODE)).isTrue();
  }

  @Test
  void wordsAreComparedAsWordsWhereOneIsNotANumber() {
    assertThat(Rule.parse("disk lt a").matches(NODE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zone eq west",
        "defined zone",
        "zone eq west and disk gt 9 and not_defined ssd",
        "zone eq west or zone eq east"
      })
  void aRuleIsWrittenAsItIsRead(String rule) {
    assertThat(Rule.parse(rule).toString()).isEqualTo(rule);
    assertThat(Rule.parse("  " + rule.replace(" ", "   ") + " ")).isEqualTo(Rule.parse(rule));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zone is west | the rule 'zone is west' has the unknown operator 'is': use eq, ne, lt, lte,"
            + " gt, gte, defined or not_defined",
        "zone eq | the rule 'zone eq' ends where an expression was expected: write"
            + " 'ATTRIBUTE OPERATOR VALUE' or 'defined ATTRIBUTE'",
        "defined zone and | the rule 'defined zone and' ends where an expression was expected: write"
            + " 'ATTRIBUTE OPERATOR VALUE' or 'defined ATTRIBUTE'",
        "defined a xor defined b | the rule 'defined a xor defined b' has 'xor' where 'and' or 'or'"
            + " was expected",
        "defined a and defined b or defined c | the rule 'defined a and defined b or defined c'"
            + " mixes 'and' with 'or': use one, or two constraints"
      })
  void whatCannotBeReadIsNamed(String rule, String message) {
    assertThatThrownBy(() -> Rule.parse(rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void anEmptyRuleIsRefused() {
    assertThatThrownBy(() -> Rule.parse("")).isInstanceOf(IllegalArgumentException.class);
  }
}
