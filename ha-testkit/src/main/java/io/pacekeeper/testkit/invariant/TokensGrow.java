package io.pacekeeper.testkit.invariant;

import io.pacekeeper.api.Operation;
import java.util.Map;
import java.util.TreeMap;

/** The fencing token of a start is larger than that of every earlier start of the same resource. */
public final class TokensGrow implements Invariant {
  private final Map<String, Long> largest = new TreeMap<>();

  @Override
  public void check(Happening happening, World world) {
    if (happening instanceof Happening.OperationBegan began
        && began.operation() == Operation.START) {
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
