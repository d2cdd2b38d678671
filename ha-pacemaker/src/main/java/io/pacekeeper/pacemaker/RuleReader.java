package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.rule.AttributeExpression;
import io.pacekeeper.core.policy.rule.DateExpression;
import io.pacekeeper.core.policy.rule.Expression;
import io.pacekeeper.core.policy.rule.OperationExpression;
import io.pacekeeper.core.policy.rule.ResourceExpression;
import io.pacekeeper.core.policy.rule.Rule;
import io.pacekeeper.core.policy.rule.UnknownExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A RuleReader reads rules. */
final class RuleReader {
  private final CibLimits limits;
  private final References references;

  RuleReader(CibLimits limits, References references) {
    this.limits = limits;
    this.references = references;
  }

  /** Reads all rules that an element has. */
  List<Rule> rules(Element parent) throws InvalidCibException {
    List<Rule> rules = new ArrayList<>();
    for (Element child : parent.children("rule")) {
      Rule rule = rule(child);
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }

  /** Reads a rule; null: it only names one that there is not. */
  @Nullable Rule rule(Element element) throws InvalidCibException {
    return rule(element, 0);
  }

  private @Nullable Rule rule(Element element, int depth) throws InvalidCibException {
    if (depth > limits.depth()) {
      throw new InvalidCibException(
          "The rule \""
              + Refusals.shortened(element.get("id-ref", element.id()))
              + "\" of the CIB contains itself.");
    }
    Element meant = references.resolve(element);
    if (meant == null) {
      return null;
    }
    List<Expression> expressions = new ArrayList<>();
    for (Element child : meant.children()) {
      if (child.name().equals("rule")) {
        Rule nested = rule(child, depth + 1);
        if (nested != null) {
          expressions.add(nested);
        }
      } else {
        expressions.add(expression(child));
      }
    }
    return new Rule(
        meant.id(),
        "or".equalsIgnoreCase(meant.get("boolean-op")),
        meant.get("role"),
        meant.get("score"),
        meant.get("score-attribute"),
        expressions);
  }

  private Expression expression(Element element) throws InvalidCibException {
    return switch (element.name()) {
      case "expression" ->
          new AttributeExpression(
              element.get("attribute", ""),
              element.get("operation"),
              element.get("value"),
              element.get("type"),
              element.get("value-source"));
      case "date_expression" ->
          new DateExpression(
              element.get("operation"),
              element.get("start"),
              element.get("end"),
              attributes(element.first("date_spec")),
              attributes(element.first("duration")));
      case "rsc_expression" ->
          new ResourceExpression(
              element.get("class"), element.get("provider"), element.get("type"));
      case "op_expression" -> new OperationExpression(element.get("name"), element.get("interval"));
      default -> {
        Refusals.unknown(limits, element, "rule");
        yield new UnknownExpression(element.name());
      }
    };
  }

  private static @Nullable Map<String, String> attributes(@Nullable Element element) {
    return element == null ? null : element.attributesWithout("id");
  }
}
