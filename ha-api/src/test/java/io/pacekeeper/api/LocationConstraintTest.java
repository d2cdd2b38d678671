package io.pacekeeper.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LocationConstraintTest {
  private static final Rule RULE = Rule.parse("zone eq west");

  @Test
  void aLocationNamesANodeOrARule() {
    assertThat(LocationConstraint.onNode("node1", 100).node()).isEqualTo("node1");
    assertThat(LocationConstraint.byRule(RULE, 100).rule()).isEqualTo(RULE);
  }

  @Test
  void aLocationThatNamesNeitherOrBothIsRefused() {
    assertThatThrownBy(() -> new LocationConstraint(null, null, 1))
        .hasMessage("a location names either a node or a rule, but it has neither");
    assertThatThrownBy(() -> new LocationConstraint("node1", RULE, 1))
        .hasMessage("a location names either a node or a rule, but it has both");
  }

  @Test
  void aScoreIsCutToItsRange() {
    assertThat(LocationConstraint.onNode("node1", -2_000_000).score()).isEqualTo(-Score.INFINITY);
  }
}
