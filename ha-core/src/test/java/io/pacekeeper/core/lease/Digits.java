package io.pacekeeper.core.lease;

/** A number written or read as digits, each with a base of its own: a state in few bits. */
final class Digits {
  private final boolean reading;
  private long rest;
  private long weight = 1;

  private Digits(boolean reading, long rest) {
    this.reading = reading;
    this.rest = rest;
  }

  static Digits writing() {
    return new Digits(false, 0);
  }

  static Digits reading(long number) {
    return new Digits(true, number);
  }

  boolean isReading() {
    return reading;
  }

  /** Writes this digit and returns it, or reads one and returns that. */
  int digit(int value, int base) {
    if (reading) {
      int digit = (int) (rest % base);
      rest /= base;
      return digit;
    }
    if (value < 0 || value >= base) {
      throw new IllegalArgumentException(value + " is no digit of base " + base);
    }
    rest += value * weight;
    weight = Math.multiplyExact(weight, base);
    return value;
  }

  boolean flag(boolean value) {
    return digit(value ? 1 : 0, 2) == 1;
  }

  /** Returns what was written. */
  long number() {
    return rest;
  }
}
