package io.pacekeeper.core.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleContextTest {
  /** 2023-11-14 22:13:20 UTC, a Tuesday. */
  private static final RuleTime NOW = new RuleTime(1_700_000_000, ZoneOffset.UTC);

  private final List<Long> rechecks = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "eq, abc, ABC, , true",
    "ne, abc, abc, , false",
    "lt, 9, 10, , true",
    "lt, 9, 10, string, false",
    "gt, 1.10, 1.9, , false",
    "gt, 1.10, 1.9, version, true",
    "eq, 1.0, 1, integer, true",
    "eq, 1.0, 1, , false",
    "gte, abc, 5, integer, true",
    "gt, 1e3, 999, number, true",
    "eq, x, x, nonsense, true",
    "sideways, x, x, , false"
  })
  void comparesAttributesByTheirType(
      String operation, String left, String right, @Nullable String type, boolean holds) {
    Rule rule = rule(new AttributeExpression("a", operation, right, type, null));

    assertThat(onNode(Map.of("a", left)).holds(rule)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "eq, false",
    "ne, true",
    "lt, false",
    "gt, false",
    "defined, false",
    "not_defined, true"
  })
  void aMissingAttributeIsUnequalToEveryValue(String operation, boolean holds) {
    Rule rule = rule(new AttributeExpression("missing", operation, "x", null, null));

    assertThat(onNode(Map.of()).holds(rule)).isEqualTo(holds);
  }

  @Test
  void withoutANodeNoConditionOnOneHolds() {
    Rule rule = rule(new AttributeExpression("a", "not_defined", null, null, null));

    assertThat(RuleContext.timeOnly(NOW, rechecks::add).holds(rule)).isFalse();
  }

  @Test
  void anyOrAllOfTheConditionsHaveToHold() {
    Expression yes = new AttributeExpression("a", "defined", null, null, null);
    Expression no = new AttributeExpression("b", "defined", null, null, null);
    RuleContext context = onNode(Map.of("a", "1"));

    assertThat(context.holds(new Rule("r", true, null, null, null, List.of(no, yes)))).isTrue();
    assertThat(context.holds(new Rule("r", false, null, null, null, List.of(yes, no)))).isFalse();
    assertThat(context.holds(new Rule("r", true, null, null, null, List.of()))).isFalse();
    assertThat(context.holds(new Rule("r", false, null, null, null, List.of()))).isTrue();
  }

  @Test
  void takesValuesFromTheResourceInLocationConstraints() {
    RuleContext context =
        onNode(Map.of("rack", "7"))
            .forLocation(new RuleContext.Values(Map.of("where", "7"), Map.of("where", "8")), null);

    assertThat(context.holds(rule(new AttributeExpression("rack", "eq", "where", null, "param"))))
        .isTrue();
    assertThat(context.holds(rule(new AttributeExpression("rack", "eq", "where", null, "meta"))))
        .isFalse();
    assertThat(context.holds(rule(new AttributeExpression("rack", "ne", "none", null, "meta"))))
        .as("a value that is not there is unequal")
        .isTrue();
  }

  @Test
  void putsWhatAPatternMatchedIntoTheNameOfAnAttribute() {
    RuleContext context =
        onNode(Map.of("home-db", "yes", "home-", "no"))
            .forLocation(new RuleContext.Values(Map.of(), Map.of()), List.of("db-1", "db", "1"));

    assertThat(context.holds(rule(new AttributeExpression("home-%1", "eq", "yes", null, null))))
        .isTrue();
    assertThat(context.holds(rule(new AttributeExpression("home-%7", "eq", "no", null, null))))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "2023-11-14 22:13:20Z, true",
    "2023-11-14 22:13:19Z, false",
    "2023-11-14T22:13:20, true",
    "2023-11-14 23:13:20 +01:00, true",
    "2023-11-14 23:13:19 +01:00, false",
    "2023-318 22:13:20, true",
    "2023-W46-2 22:13:20, true",
    "20231114T221320Z, true",
    "2023-11-14 24:00:00Z, true",
    "2023-11-14, false"
  })
  void theEndOfARangeBelongsToItHoweverItIsWritten(String end, boolean holds) {
    Rule rule = rule(new DateExpression("in_range", null, end, null, null));

    assertThat(RuleContext.timeOnly(NOW, rechecks::add).holds(rule)).isEqualTo(holds);
  }

  @Test
  void whatIsNoDateIsNoLimit() {
    Rule rule = rule(new DateExpression(null, "2023-13-01", "2030-01-01", null, null));

    assertThat(RuleContext.timeOnly(NOW, rechecks::add).holds(rule)).isTrue();
  }

  @Test
  void saysWhenAConditionMayTurn() {
    RuleContext context = RuleContext.timeOnly(NOW, rechecks::add);

    context.holds(rule(new DateExpression("in_range", "2023-11-15", null, null, null)));
    context.holds(rule(new DateExpression("in_range", null, "2023-11-15", null, null)));
    context.holds(rule(new DateExpression("gt", "2023-11-15", null, null, null)));
    context.holds(rule(new DateExpression("lt", null, "2023-11-15", null, null)));

    long tomorrow = 1_700_006_400;
    assertThat(rechecks).containsExactly(tomorrow, tomorrow + 1, tomorrow + 1, tomorrow);
  }

  @Test
  void aYearMoreIsTheSameDayOfTheYear() {
    RuleTime first = new RuleTime(1_614_556_800, ZoneOffset.UTC); // 2021-03-01
    DateExpression year = new DateExpression(null, "2020-02-29", null, null, Map.of("years", "1"));

    assertThat(RuleContext.timeOnly(first, rechecks::add).holds(rule(year))).isTrue();
    assertThat(
            RuleContext.timeOnly(new RuleTime(first.seconds() + 1, ZoneOffset.UTC), rechecks::add)
                .holds(rule(year)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "hours, 22, true",
    "hours, 9-16, false",
    "hours, 22-, true",
    "weekdays, 1-5, true",
    "weekdays, 6-7, false",
    "years, -2022, false",
    "weeks, 46, true",
    "weekyears, 2023, true",
    "yeardays, 318, true",
    "monthdays, 14, true",
    "moon, 0-7, true",
    "hours, 23-1, false",
    "hours, nonsense, true"
  })
  void holdsFieldsOfTheTimeAgainstRanges(String field, String range, boolean holds) {
    Rule rule = rule(new DateExpression("date_spec", null, null, Map.of(field, range), null));

    assertThat(RuleContext.timeOnly(NOW, rechecks::add).holds(rule)).isEqualTo(holds);
  }

  @Test
  void readsTheFieldsOffAClockOfThePlace() {
    RuleTime inTokyo = new RuleTime(NOW.seconds(), ZoneId.of("Asia/Tokyo"));
    Rule seven = rule(new DateExpression("date_spec", null, null, Map.of("hours", "7"), null));

    assertThat(RuleContext.timeOnly(inTokyo, rechecks::add).holds(seven)).isTrue();
  }

  @Test
  void knowsAgentsByTheirProviderEvenIfThereIsNone() {
    RuleContext context =
        RuleContext.timeOnly(NOW, rechecks::add)
            .withAgent(new RuleContext.Agent("ocf", "heartbeat", "IPaddr2"));

    assertThat(context.holds(rule(new ResourceExpression("ocf", "heartbeat", null)))).isTrue();
    assertThat(context.holds(rule(new ResourceExpression("ocf", null, null)))).isFalse();
    assertThat(
            context
                .withAgent(new RuleContext.Agent("lsb", null, "x"))
                .holds(rule(new ResourceExpression("lsb", null, null))))
        .isTrue();
  }

  @Test
  void knowsOperationsByNameAndInterval() {
    RuleContext context =
        RuleContext.timeOnly(NOW, rechecks::add)
            .withOperation(new RuleContext.Operation("monitor", 10_000));

    assertThat(context.holds(rule(new OperationExpression("monitor", null)))).isTrue();
    assertThat(context.holds(rule(new OperationExpression("monitor", "PT10S")))).isTrue();
    assertThat(context.holds(rule(new OperationExpression("monitor", "20s")))).isFalse();
    assertThat(context.holds(rule(new OperationExpression(null, "10s")))).isFalse();
  }

  private RuleContext onNode(Map<String, String> attributes) {
    return RuleContext.timeOnly(NOW, rechecks::add).withNode(attributes);
  }

  private static Rule rule(Expression expression) {
    return new Rule("r", false, null, null, null, List.of(expression));
  }
}
