package io.pacekeeper.testkit.invariant;

import java.util.Map;
import java.util.TreeMap;

/**
 * The fencing token of a start or a promotion is larger than that of every earlier one of the same
 * resource. What may run many times at once has none.
 */
public final class TokensGrow implements Invariant {
  private final Map<String, Long> largest = new TreeMap<>();

  @Override
  public void check(Happening happening, World world) {
    if (happening instanceof Happening.OperationBegan began && began.grantsExclusively()) {
      Long before = largest.put(began.resource(), began.token());
      if (before != null && before >= began.token()) {
        throw new InvariantViolation(
            TokensGrow.class,
            began.process()
                + " starts "
                + began.resource()
                + " with token "
                + began.token()
                + ", but it had "
                + before
                + " before");
      }
    }
  }
}
