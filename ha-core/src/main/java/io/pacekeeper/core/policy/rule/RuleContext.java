package io.pacekeeper.core.policy.rule;

import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A RuleContext is what the conditions of rules are held against. What is null cannot be asked for:
 * conditions on it do not hold.
 *
 * @param time when it is, and where
 * @param node the attributes of the node
 * @param agent the agent of the resource
 * @param operation the operation
 * @param values what the values of node expressions may be taken from instead of the rule; null:
 *     they are taken as they are written, and an absent one counts as an empty text
 * @param matches the parts of the resource's id that a pattern matched, the whole match first
 * @param recheck is told when a condition on the time may turn out otherwise
 */
public record RuleContext(
    RuleTime time,
    @Nullable Map<String, String> node,
    @Nullable Agent agent,
    @Nullable Operation operation,
    @Nullable Values values,
    @Nullable List<String> matches,
    LongConsumer recheck) {

  /** An Agent is what runs a resource; groups and clones have none, and everything is null. */
  public record Agent(
      @Nullable String standard, @Nullable String provider, @Nullable String type) {}

  /** An Operation is a task and its interval in milliseconds. */
  public record Operation(String name, long interval) {}

  /** The Values are parameters and meta attributes of the resource that a constraint is for. */
  public record Values(Map<String, String> parameters, Map<String, String> meta) {}

  /** Returns the context in which only the time can be asked for. */
  public static RuleContext timeOnly(RuleTime time, LongConsumer recheck) {
    return new RuleContext(time, null, null, null, null, null, recheck);
  }

  /** Returns the same context with a node. */
  public RuleContext withNode(@Nullable Map<String, String> attributes) {
    return new RuleContext(time, attributes, agent, operation, values, matches, recheck);
  }

  /** Returns the same context with an agent. */
  public RuleContext withAgent(@Nullable Agent newAgent) {
    return new RuleContext(time, node, newAgent, operation, values, matches, recheck);
  }

  /** Returns the same context with an operation. */
  public RuleContext withOperation(@Nullable Operation newOperation) {
    return new RuleContext(time, node, agent, newOperation, values, matches, recheck);
  }

  /** Returns the same context for a location constraint of a resource. */
  public RuleContext forLocation(Values newValues, @Nullable List<String> newMatches) {
    return new RuleContext(time, node, agent, operation, newValues, newMatches, recheck);
  }

  /** Returns whether a rule holds. */
  public boolean holds(Rule rule) {
    for (Expression expression : rule.expressions()) {
      if (holds(expression) == rule.any()) {
        return rule.any();
      }
    }
    return !rule.any();
  }

  /** Returns whether any of some rules holds; no rules hold. */
  public boolean holdsAny(List<Rule> rules) {
    if (rules.isEmpty()) {
      return true;
    }
    for (Rule rule : rules) {
      if (holds(rule)) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(Expression expression) {
    if (expression instanceof Rule rule) {
      return holds(rule);
    }
    if (expression instanceof AttributeExpression attribute) {
      return node != null && Comparisons.holds(attribute, node, this);
    }
    if (expression instanceof DateExpression date) {
      return DateConditions.holds(date, time, recheck);
    }
    if (expression instanceof ResourceExpression resource) {
      return agent != null && holds(resource, agent);
    }
    return expression instanceof OperationExpression asked
        && operation != null
        && holds(asked, operation);
  }

  private static boolean holds(ResourceExpression asked, Agent agent) {
    return (asked.standard() == null || asked.standard().equals(agent.standard()))
        && java.util.Objects.equals(asked.provider(), agent.provider())
        && (asked.type() == null || asked.type().equals(agent.type()));
  }

  private static boolean holds(OperationExpression asked, Operation operation) {
    if (asked.name() == null || !asked.name().equals(operation.name())) {
      return false;
    }
    if (asked.interval() == null) {
      return true;
    }
    Long interval = Words.parsedInterval(asked.interval());
    return interval != null && interval == operation.interval();
  }
}
