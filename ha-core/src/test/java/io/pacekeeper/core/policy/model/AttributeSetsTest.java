package io.pacekeeper.core.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.policy.rule.Rule;
import io.pacekeeper.core.policy.rule.RuleContext;
import io.pacekeeper.core.policy.rule.RuleTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributeSetsTest {
  private static final RuleContext CONTEXT =
      RuleContext.timeOnly(new RuleTime(1_700_000_000, ZoneOffset.UTC), time -> {});

  @Test
  void ofEqualSetsTheLastWins() {
    assertThat(merged(null, set("a", 0, "k", "first"), set("b", 0, "k", "last")))
        .containsEntry("k", "last");
  }

  @Test
  void theHigherScoreWinsWhereverItStands() {
    assertThat(merged(null, set("a", 5, "k", "high"), set("b", 0, "k", "low")))
        .containsEntry("k", "high");
  }

  @Test
  void theSetThatComesFirstBeatsEveryScore() {
    assertThat(merged("a", set("b", 100, "k", "high"), set("a", 0, "k", "first")))
        .containsEntry("k", "first");
  }

  @Test
  void whereWhatIsThereGivesWayTheLowestScoreWins() {
    Map<String, String> table = new HashMap<>(Map.of("k", "before"));

    AttributeSets.merge(
        List.of(set("a", 5, "k", "high"), set("b", 0, "k", "low")), null, CONTEXT, true, table);

    assertThat(table).containsEntry("k", "low");
  }

  @Test
  void aSetCanHaveAnAttributeForgotten() {
    assertThat(merged(null, set("a", 0, "k", "kept"), set("b", 5, "k", "#default")))
        .as("nothing was known when it was to be forgotten")
        .containsEntry("k", "kept");
    Map<String, String> table = new HashMap<>(Map.of("k", "before"));
    AttributeSets.merge(List.of(set("a", 0, "k", "#Default")), null, CONTEXT, false, table);
    assertThat(table).isEmpty();
  }

  @Test
  void aSetWhoseRulesDoNotHoldIsPassedOver() {
    Rule never = new Rule("r", true, null, null, null, List.of());
    AttributeSet passedOver =
        new AttributeSet("a", 9, List.of(never), List.of(new Attribute("k", "no")));

    assertThat(merged(null, passedOver, set("b", 0, "k", "yes"))).containsEntry("k", "yes");
  }

  private static Map<String, String> merged(String first, AttributeSet... sets) {
    Map<String, String> table = new HashMap<>();
    AttributeSets.merge(List.of(sets), first, CONTEXT, false, table);
    return table;
  }

  private static AttributeSet set(String id, int score, String name, String value) {
    return new AttributeSet(id, score, List.of(), List.of(new Attribute(name, value)));
  }
}
