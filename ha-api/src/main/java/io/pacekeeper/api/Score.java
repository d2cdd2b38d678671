package io.pacekeeper.api;

/**
 * Arithmetic on scores: whole numbers between minus and plus {@link #INFINITY}, which says must (or
 * must not) where a smaller number says would rather.
 *
 * <p>Scores add as Pacemaker's do ("Pacemaker Explained", Scores): minus INFINITY wins over
 * everything, plus INFINITY over everything else, and no finite sum leaves the range.
 */
public final class Score {
  /** The score that makes a preference mandatory: 1,000,000, as in Pacemaker. */
  public static final int INFINITY = 1_000_000;

  private Score() {}

  /** Returns the sum of two scores; {@code -INFINITY + INFINITY} is {@code -INFINITY}. */
  public static int add(int a, int b) {
    if (a <= -INFINITY || b <= -INFINITY) {
      return -INFINITY;
    }
    if (a >= INFINITY || b >= INFINITY) {
      return INFINITY;
    }
    return clamp(a + b);
  }

  /** Returns the score with everything beyond the range cut to plus or minus INFINITY. */
  public static int clamp(int score) {
    return Math.max(-INFINITY, Math.min(INFINITY, score));
  }

  /** Returns the score as people write it: {@code INFINITY}, {@code -INFINITY} or the number. */
  public static String format(int score) {
    if (score >= INFINITY) {
      return "INFINITY";
    }
    return score <= -INFINITY ? "-INFINITY" : Integer.toString(score);
  }
}
