package io.pacekeeper.testkit.invariant;

import io.pacekeeper.api.Operation;
import java.util.HashSet;
import java.util.Set;

/**
 * A start or a promotion that was ordered begins at most once, whoever reads the order and however
 * often; of what may run many times at once, on each node.
 */
public final class OrdersRunOnce implements Invariant {
  private record Begun(Operation operation, String resource, long token, String where) {}

  private final Set<Begun> begun = new HashSet<>();

  @Override
  public void check(Happening happening, World world) {
    if (happening instanceof Happening.OperationBegan began
        && (began.operation() == Operation.START || began.operation() == Operation.PROMOTE)
        && !begun.add(
            new Begun(
                began.operation(),
                began.resource(),
                began.token(),
                began.exclusive() ? "" : world.nodeOf(began.process())))) {
      throw new InvariantViolation(
          OrdersRunOnce.class,
          began.process()
              + " begins once more the "
              + began.operation()
              + " of "
              + began.resource()
              + " with token "
              + began.token());
    }
  }
}
