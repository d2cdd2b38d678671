package io.pacekeeper.testkit.invariant;

import java.util.Map;
import java.util.TreeMap;

/**
 * What compares fencing tokens accepts nothing from an activation when it has accepted something
 * from a newer one: not even from threads of a process that was paused past its lease, in the
 * moment before its guard halts it.
 */
public final class OlderTokensAreRefused implements Invariant {
  private final Map<String, Happening.Accessed> newest = new TreeMap<>();

  @Override
  public void check(Happening happening, World world) {
    if (happening instanceof Happening.Accessed access && access.accepted()) {
      Happening.Accessed before = newest.put(access.resource(), access);
      if (before != null && before.token() > access.token()) {
        throw new InvariantViolation(
            OlderTokensAreRefused.class, access.describe() + ", but before: " + before.describe());
      }
    }
  }
}
