package io.pacekeeper.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a node's attributes, such as {@code zone eq west and disk gt 10}: expressions
 * joined by {@code and}, or by {@code or}, never both.
 *
 * @param join whether all expressions must hold, or one is enough
 * @param expressions the expressions, at least one
 */
public record Rule(Join join, List<Expression> expressions) {

  /** How the expressions of a rule are joined. */
  public enum Join {
    /** All must hold. */
    AND,
    /** One is enough. */
    OR
  }

  /** How an attribute is compared. */
  public enum Operator {
    /** Equal. */
    EQ,
    /** Different, or not there. */
    NE,
    /** Less than; as numbers where both are. */
    LT,
    /** Less than or equal; as numbers where both are. */
    LTE,
    /** Greater than; as numbers where both are. */
    GT,
    /** Greater than or equal; as numbers where both are. */
    GTE,
    /** There, whatever its value. */
    DEFINED,
    /** Not there. */
    NOT_DEFINED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One comparison.
   *
   * @param attribute the name of the node attribute; {@code #uname} is the node's name
   * @param operator how it is compared
   * @param value what it is compared to; null for {@code defined} and {@code not_defined}
   */
  public record Expression(String attribute, Operator operator, @Nullable String value) {
    public Expression {
      Objects.requireNonNull(attribute, "attribute");
      boolean unary = operator == Operator.DEFINED || operator == Operator.NOT_DEFINED;
      if (unary != (value == null)) {
        throw new IllegalArgumentException(
            "the operator " + operator.word() + (unary ? " takes no value" : " needs a value"));
      }
    }

    boolean matches(Map<String, String> attributes) {
      String actual = attributes.get(attribute);
      if (operator == Operator.DEFINED || operator == Operator.NOT_DEFINED) {
        return (operator == Operator.DEFINED) == (actual != null);
      }
      if (actual == null || value == null) {
        return operator == Operator.NE;
      }
      int order = compare(actual, value);
      return switch (operator) {
        case EQ -> order == 0;
        case NE -> order != 0;
        case LT -> order < 0;
        case LTE -> order <= 0;
        case GT -> order > 0;
        default -> order >= 0;
      };
    }

    private static int compare(String a, String b) {
      try {
        return Double.compare(Double.parseDouble(a), Double.parseDouble(b));
      } catch (NumberFormatException notBothNumbers) {
        return a.compareTo(b);
      }
    }

    @Override
    public String toString() {
      return value == null
          ? operator.word() + " " + attribute
          : attribute + " " + operator.word() + " " + value;
    }
  }

  public Rule {
    Objects.requireNonNull(join, "join");
    expressions = List.copyOf(expressions);
    if (expressions.isEmpty()) {
      throw new IllegalArgumentException("a rule needs at least one expression");
    }
  }

  /** Returns whether a node with these attributes matches. */
  public boolean matches(Map<String, String> attributes) {
    return join == Join.AND
        ? expressions.stream().allMatch(e -> e.matches(attributes))
        : expressions.stream().anyMatch(e -> e.matches(attributes));
  }

  /**
   * Reads a rule from text, for example {@code zone eq west and defined ssd}.
   *
   * @throws IllegalArgumentException if it cannot be read, with the word that was not understood
   */
  public static Rule parse(String text) {
    List<String> words = List.of(text.trim().split("\\s+"));
    List<Expression> expressions = new ArrayList<>();
    Join join = null;
    int at = 0;
    while (true) {
      boolean unary = words.get(at).equals("defined") || words.get(at).equals("not_defined");
      int length = unary ? 2 : 3;
      if (at + length > words.size()) {
        throw new IllegalArgumentException(
            "the rule '"
                + text
                + "' ends where an expression was expected: write"
                + " 'ATTRIBUTE OPERATOR VALUE' or 'defined ATTRIBUTE'");
      }
      expressions.add(
          unary
              ? new Expression(words.get(at + 1), operator(text, words.get(at)), null)
              : new Expression(
                  words.get(at), operator(text, words.get(at + 1)), words.get(at + 2)));
      at += length;
      if (at == words.size()) {
        return new Rule(join == null ? Join.AND : join, expressions);
      }
      Join next = join(text, words.get(at++));
      if (join != null && join != next) {
        throw new IllegalArgumentException(
            "the rule '" + text + "' mixes 'and' with 'or': use one, or two constraints");
      }
      join = next;
      if (at == words.size()) {
        throw new IllegalArgumentException(
            "the rule '"
                + text
                + "' ends where an expression was expected: write"
                + " 'ATTRIBUTE OPERATOR VALUE' or 'defined ATTRIBUTE'");
      }
    }
  }

  private static Operator operator(String text, String word) {
    for (Operator operator : Operator.values()) {
      if (operator.word().equals(word)) {
        return operator;
      }
    }
    throw new IllegalArgumentException(
        "the rule '"
            + text
            + "' has the unknown operator '"
            + word
            + "': use eq, ne, lt, lte, gt, gte, defined or not_defined");
  }

  private static Join join(String text, String word) {
    return switch (word) {
      case "and" -> Join.AND;
      case "or" -> Join.OR;
      default ->
          throw new IllegalArgumentException(
              "the rule '" + text + "' has '" + word + "' where 'and' or 'or' was expected");
    };
  }

  @Override
  public String toString() {
    return expressions.stream()
        .map(Expression::toString)
        .collect(Collectors.joining(" " + join.name().toLowerCase(Locale.ROOT) + " "));
  }
}
