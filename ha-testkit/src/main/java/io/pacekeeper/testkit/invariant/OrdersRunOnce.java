package io.pacekeeper.testkit.invariant;

import io.pacekeeper.api.Operation;
import java.util.HashSet;
import java.util.Set;

/** A start that was ordered begins at most once, whoever reads the order and however often. */
public final class OrdersRunOnce implements Invariant {
  private record Started(String resource, long token) {}

  private final Set<Started> started = new HashSet<>();

  @Override
  public void check(Happening happening, World world) {
    if (happening instanceof Happening.OperationBegan began
        && began.operation() == Operation.START
        && !started.add(new Started(began.resource(), began.token()))) {
      throw new InvariantViolation(
          OrdersRunOnce.class,
          began.process()
              + " begins the start of "
              + began.resource()
              + " with token "
              + began.token()
              + " a second time");
    }
  }
}
