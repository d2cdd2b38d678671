package io.pacekeeper.testkit;

import java.util.List;

/** Chance, all of it from one seed: the same draws on every JVM (SplitMix64). */
final class Dice {
  private long state;

  Dice(long seed) {
    state = seed;
  }

  /** Returns other dice, which are thrown without changing how these fall. */
  Dice fork() {
    return new Dice(~state);
  }

  long nextLong() {
    long z = state += 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Returns one of 0 .. bound - 1. */
  int below(int bound) {
    return (int) Math.floorMod(nextLong() >>> 16, (long) bound);
  }

  /** Returns a number of this range, each as likely, the ends included. */
  long between(long low, long high) {
    return low + Math.floorMod(nextLong() >>> 1, high - low + 1);
  }

  /** Returns a number of this range, each order of magnitude as likely. */
  long logBetween(long low, long high) {
    return (long) (low * Math.exp(unit() * Math.log((double) high / low)));
  }

  /** Returns a number from 0 to below 1. */
  double unit() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  <T> T pick(List<T> list) {
    return list.get(below(list.size()));
  }
}
