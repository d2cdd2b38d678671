package io.pacekeeper.core.policy.rule;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Comparisons are how an attribute of a node is held against a value. */
final class Comparisons {
  private static final int MOST_VERSION_PARTS = 64;

  private Comparisons() {}

  static boolean holds(
      AttributeExpression expression, Map<String, String> node, RuleContext context) {
    String name = expanded(expression.attribute(), context.matches());
    if (name.equals("#role")) {
      return false;
    }
    String left = node.get(name);
    String operation = lower(expression.operation());
    if (operation.equals("defined")) {
      return left != null;
    }
    if (operation.equals("not_defined")) {
      return left == null;
    }
    String right = value(expression, context.values());
    boolean ordered =
        switch (operation) {
          case "lt", "lte", "gt", "gte" -> true;
          default -> false;
        };
    if (ordered && (left == null || right == null)) {
      return false;
    }
    int order = compare(left, right, type(expression, left, right, ordered));
    return switch (operation) {
      case "eq" -> order == 0;
      case "ne" -> order != 0;
      case "lt" -> order < 0;
      case "lte" -> order <= 0;
      case "gt" -> order > 0;
      case "gte" -> order >= 0;
      default -> false;
    };
  }

  /** Replaces {@code %0} to {@code %9} by what a pattern matched. */
  static String expanded(String name, @Nullable List<String> matches) {
    if (matches == null || name.indexOf('%') < 0) {
      return name;
    }
    StringBuilder expanded = new StringBuilder();
    for (int at = 0; at < name.length(); at++) {
      char c = name.charAt(at);
      if (c == '%' && at + 1 < name.length() && Character.isDigit(name.charAt(at + 1))) {
        int group = name.charAt(++at) - '0';
        expanded.append(group < matches.size() ? matches.get(group) : "");
      } else {
        expanded.append(c);
      }
    }
    return expanded.toString();
  }

  private static @Nullable String value(
      AttributeExpression expression, RuleContext.@Nullable Values values) {
    String value = expression.value();
    if (values == null) {
      return value;
    }
    if (value == null || value.isEmpty()) {
      return null;
    }
    return switch (lower(expression.valueSource())) {
      case "param" -> values.parameters().get(value);
      case "meta" -> values.meta().get(value);
      default -> value;
    };
  }

  private static String type(
      AttributeExpression expression,
      @Nullable String left,
      @Nullable String right,
      boolean ordered) {
    if (expression.type() != null) {
      return lower(expression.type());
    }
    if (!ordered) {
      return "string";
    }
    return (left != null && left.indexOf('.') >= 0) || (right != null && right.indexOf('.') >= 0)
        ? "number"
        : "integer";
  }

  private static int compare(@Nullable String left, @Nullable String right, String type) {
    if (left == null || right == null) {
      return left == null ? (right == null ? 0 : -1) : 1;
    }
    return switch (type) {
      case "string" -> text(left, right);
      case "integer" -> {
        Long a = Words.leadingInteger(left);
        Long b = Words.leadingInteger(right);
        yield a == null || b == null ? text(left, right) : a.compareTo(b);
      }
      case "number" -> {
        Double a = leadingDouble(left);
        Double b = leadingDouble(right);
        yield a == null || b == null ? text(left, right) : a.compareTo(b);
      }
      case "version" -> version(left, right);
      default -> 0;
    };
  }

  private static int text(String left, String right) {
    return left.toLowerCase(Locale.ROOT).compareTo(right.toLowerCase(Locale.ROOT));
  }

  /** Compares numbers with dots between them; what is not a number counts as 0. */
  private static int version(String left, String right) {
    String[] a = left.split("\\.", MOST_VERSION_PARTS);
    String[] b = right.split("\\.", MOST_VERSION_PARTS);
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      Long x = i < a.length ? Words.leadingInteger(a[i]) : null;
      Long y = i < b.length ? Words.leadingInteger(b[i]) : null;
      int order = Long.compare(x == null ? 0 : x, y == null ? 0 : y);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static @Nullable Double leadingDouble(String text) {
    String trimmed = text.strip();
    for (int end = Math.min(trimmed.length(), MOST_VERSION_PARTS); end > 0; end--) {
      char last = trimmed.charAt(end - 1);
      if (!Character.isDigit(last) && last != '.') {
        continue;
      }
      try {
        return Double.parseDouble(trimmed.substring(0, end));
      } catch (NumberFormatException e) {
        // a shorter beginning may be a number
      }
    }
    return null;
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
