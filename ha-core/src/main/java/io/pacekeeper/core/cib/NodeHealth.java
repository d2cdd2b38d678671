package io.pacekeeper.core.cib;

import io.pacekeeper.api.Score;
import io.pacekeeper.core.document.HealthOptions;
import io.pacekeeper.core.document.HealthStrategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How well a node is, by its attributes that begin with {@code #health}: each is {@code green},
 * {@code yellow}, {@code red} or a score.
 *
 * @param color the worst of what they say
 * @param score how much every resource likes the node more or less for that
 * @param causes the attributes that speak against it, as {@code name=value}
 */
public record NodeHealth(Color color, int score, List<String> causes) {
  /** How the attributes begin that say something of a node's health. */
  public static final String PREFIX = "#health";

  /** How well something is. */
  public enum Color {
    /** Well. */
    GREEN,
    /** Not as it should be. */
    YELLOW,
    /** Bad. */
    RED
  }

  public NodeHealth {
    causes = List.copyOf(causes);
  }

  /** Returns how well a node with these attributes is; null where health means nothing. */
  public static @Nullable NodeHealth of(HealthOptions options, Map<String, String> attributes) {
    if (options.strategy() == HealthStrategy.NONE) {
      return null;
    }
    int sum = options.strategy() == HealthStrategy.PROGRESSIVE ? options.base() : 0;
    Color worst = Color.GREEN;
    List<String> causes = new ArrayList<>();
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      if (attribute.getKey().startsWith(PREFIX)) {
        int score = score(options, attribute.getValue());
        Color color = color(options, attribute.getValue(), score);
        sum = Score.add(sum, score);
        worst = color.compareTo(worst) > 0 ? color : worst;
        if (score < 0 || color != Color.GREEN) {
          causes.add(attribute.getKey() + "=" + attribute.getValue());
        }
      }
    }
    causes.sort(Comparator.naturalOrder());
    return new NodeHealth(worst, sum, causes);
  }

  private static @Nullable Color named(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "green" -> Color.GREEN;
      case "yellow" -> Color.YELLOW;
      case "red" -> Color.RED;
      default -> null;
    };
  }

  private static Color color(HealthOptions options, String value, int score) {
    Color named = named(value);
    if (named != null) {
      return named;
    }
    if (score <= score(options, Color.RED)) {
      return Color.RED;
    }
    int yellow = score(options, Color.YELLOW);
    return score <= yellow && yellow != score(options, Color.GREEN) ? Color.YELLOW : Color.GREEN;
  }

  private static int score(HealthOptions options, String value) {
    Color named = named(value);
    if (named != null) {
      return score(options, named);
    }
    try {
      return AttributeValue.score(value);
    } catch (IllegalArgumentException notOne) {
      return 0;
    }
  }

  private static int score(HealthOptions options, Color color) {
    boolean own =
        options.strategy() == HealthStrategy.PROGRESSIVE
            || options.strategy() == HealthStrategy.CUSTOM;
    boolean onlyGreen = options.strategy() == HealthStrategy.ONLY_GREEN;
    return switch (color) {
      case GREEN -> own ? options.green() : 0;
      case YELLOW -> own ? options.yellow() : onlyGreen ? -Score.INFINITY : 0;
      case RED -> own ? options.red() : -Score.INFINITY;
    };
  }

  /**
   * Complains if an attribute cannot have this name and value.
   *
   * @throws IllegalArgumentException if it begins with # and says nothing of health
   */
  public static void requirePossible(String name, String value) {
    if (!name.startsWith("#")) {
      return;
    }
    if (!name.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "an attribute's name begins with # only where it says something of health, as in"
              + " #health-disk, but it is '"
              + name
              + "'");
    }
    if (named(value) == null) {
      try {
        AttributeValue.score(value);
      } catch (IllegalArgumentException notOne) {
        throw new IllegalArgumentException(
            name + " must be green, yellow, red or a score, but it is '" + value + "'", notOne);
      }
    }
  }
}
