package io.pacekeeper.testkit.invariant;

import io.pacekeeper.core.scheduler.Scheduler;
import io.pacekeeper.core.scheduler.SchedulerRun;
import io.pacekeeper.core.scheduler.Transition;

/**
 * What a DC has decided is decided again, to the last byte, by whoever has nothing but the input
 * that is kept of it.
 */
public final class DecisionsCanBeRepeated implements Invariant {
  @Override
  public void check(Happening happening, World world) {
    if (happening instanceof Happening.Scheduled scheduled) {
      SchedulerRun run = scheduled.run();
      Transition again = Scheduler.schedule(run.input().cib(), run.input().now());
      if (!again.equals(run.decided())) {
        throw new InvariantViolation(
            DecisionsCanBeRepeated.class,
            scheduled.process()
                + " decided "
                + run.decided()
                + ", but of the input that is kept follows "
                + again);
      }
    }
  }
}
