package io.pacekeeper.pacemaker;

import io.pacekeeper.core.policy.model.Attribute;
import io.pacekeeper.core.policy.model.AttributeSet;
import io.pacekeeper.core.policy.rule.AttributeExpression;
import io.pacekeeper.core.policy.rule.DateExpression;
import io.pacekeeper.core.policy.rule.Expression;
import io.pacekeeper.core.policy.rule.OperationExpression;
import io.pacekeeper.core.policy.rule.ResourceExpression;
import io.pacekeeper.core.policy.rule.Rule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An AttributeWriter writes sets of attributes, and rules. What was written before is only named,
 * as it was where several resources share it.
 */
final class AttributeWriter {
  private final XmlWriter xml;
  private final Map<String, AttributeSet> sets = new HashMap<>();
  private final Map<String, Rule> rules = new HashMap<>();

  AttributeWriter(XmlWriter xml) {
    this.xml = xml;
  }

  void sets(String name, List<AttributeSet> all) {
    for (AttributeSet set : all) {
      if (set.equals(sets.putIfAbsent(name + ' ' + set.id(), set))) {
        xml.open(name).put("id-ref", set.id()).close();
        continue;
      }
      xml.open(name).id(set.id()).put("score", set.score() == 0 ? null : set.score());
      set.rules().forEach(this::rule);
      for (Attribute attribute : set.attributes()) {
        xml.open("nvpair")
            .id(set.id() + '-' + attribute.name().replaceAll("[^A-Za-z0-9_.-]", "_"))
            .put("name", attribute.name())
            .put("value", attribute.value())
            .close();
      }
      xml.close();
    }
  }

  void rule(Rule rule) {
    if (rule.equals(rules.putIfAbsent(rule.id(), rule))) {
      xml.open("rule").put("id-ref", rule.id()).close();
      return;
    }
    xml.open("rule")
        .id(rule.id())
        .put("boolean-op", rule.any() ? "or" : "and")
        .put("role", rule.role())
        .put("score", rule.score())
        .put("score-attribute", rule.scoreAttribute());
    for (Expression expression : rule.expressions()) {
      if (expression instanceof Rule nested) {
        rule(nested);
      } else {
        expression(expression, rule.id() + "-expression");
      }
    }
    xml.close();
  }

  private void expression(Expression expression, String id) {
    if (expression instanceof AttributeExpression attribute) {
      xml.open("expression")
          .id(id)
          .put("attribute", attribute.attribute())
          .put("operation", attribute.operation())
          .put("value", attribute.value())
          .put("type", attribute.type())
          .put("value-source", attribute.valueSource())
          .close();
    } else if (expression instanceof DateExpression date) {
      xml.open("date_expression")
          .id(id)
          .put("operation", date.operation())
          .put("start", date.start())
          .put("end", date.end());
      fields("duration", id, date.duration());
      fields("date_spec", id, date.spec());
      xml.close();
    } else if (expression instanceof ResourceExpression resource) {
      xml.open("rsc_expression")
          .id(id)
          .put("class", resource.standard())
          .put("provider", resource.provider())
          .put("type", resource.type())
          .close();
    } else if (expression instanceof OperationExpression operation) {
      xml.open("op_expression")
          .id(id)
          .put("name", operation.name())
          .put("interval", operation.interval())
          .close();
    }
  }

  private void fields(String name, String id, @Nullable Map<String, String> fields) {
    if (fields != null) {
      xml.open(name).id(id + '-' + name);
      new TreeMap<>(fields).forEach(xml::put);
      xml.close();
    }
  }
}
