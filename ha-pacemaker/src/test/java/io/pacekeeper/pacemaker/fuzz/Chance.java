package io.pacekeeper.pacemaker.fuzz;

import java.util.List;
import java.util.Random;

/** Decides by chance, always the same way for a seed. */
final class Chance {
  private final Random random;

  Chance(long seed) {
    // Seeds that follow each other begin alike; a few numbers on, they do not.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    for (int i = 0; i < 8; i++) {
      random.nextInt();
    }
  }

  /** Returns whether something of this probability, in percent, happens. */
  boolean percent(int percent) {
    return random.nextInt(100) < percent;
  }

  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
