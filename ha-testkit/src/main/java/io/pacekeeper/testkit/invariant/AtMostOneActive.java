package io.pacekeeper.testkit.invariant;

import io.pacekeeper.api.Operation;
import java.util.Map;
import java.util.TreeMap;

/**
 * A resource that may run once is active at most once, among all processes that can act; so is an
 * instance of a globally unique clone, and of a promotable one at most one instance is promoted.
 *
 * <p>It is active from the first line of its start until the last line of a stop that succeeded, or
 * until its process is gone; promoted from the first line of that until the last line of a demotion
 * or of a stop that succeeded. A start that failed leaves it active: it may have opened something.
 * See {@link World#canAct} for a process that is paused.
 *
 * <p>Excused, and counted, is who lives although a fencing device said that its host is off.
 */
public final class AtMostOneActive implements Invariant {
  private final Map<String, Map<String, Long>> active = new TreeMap<>();
  private int excused;

  @Override
  public void check(Happening happening, World world) {
    if (happening instanceof Happening.OperationBegan began && began.grantsExclusively()) {
      starts(began, world);
    } else if (happening instanceof Happening.OperationEnded ended
        && (ended.operation() == Operation.STOP || ended.operation() == Operation.DEMOTE)
        && ended.failure() == null) {
      processes(ended.resource()).remove(ended.process());
    } else if (happening instanceof Happening.ProcessEnded ended) {
      active.values().forEach(processes -> processes.remove(ended.process()));
    } else if (happening instanceof Happening.ProcessResumed resumed) {
      goesOn(resumed.process(), world);
    }
  }

  /** Returns how often two were active because a fencing device had lied. */
  public int excused() {
    return excused;
  }

  /** Returns how many processes have a resource active. */
  public int count(String resource) {
    return processes(resource).size();
  }

  private void starts(Happening.OperationBegan began, World world) {
    String does = began.operation() == Operation.START ? "starts" : "promotes";
    requireAlone(began.resource(), began.process(), does, world);
    if (processes(began.resource()).put(began.process(), began.token()) != null) {
      throw new InvariantViolation(
          AtMostOneActive.class,
          began.process() + " " + does + " " + began.resource() + ", which it has active");
    }
  }

  private void goesOn(String process, World world) {
    for (Map.Entry<String, Map<String, Long>> entry : active.entrySet()) {
      if (entry.getValue().containsKey(process)) {
        requireAlone(entry.getKey(), process, "goes on with", world);
      }
    }
  }

  private void requireAlone(String resource, String process, String does, World world) {
    for (Map.Entry<String, Long> other : processes(resource).entrySet()) {
      if (other.getKey().equals(process) || !world.canAct(other.getKey())) {
        continue;
      }
      if (isExcused(process, world) || isExcused(other.getKey(), world)) {
        excused++;
      } else {
        throw new InvariantViolation(
            AtMostOneActive.class,
            process
                + " "
                + does
                + " "
                + resource
                + " while "
                + other.getKey()
                + " has it active with token "
                + other.getValue());
      }
    }
  }

  private static boolean isExcused(String process, World world) {
    return world.wasLiedAbout(world.incarnationOf(process));
  }

  private Map<String, Long> processes(String resource) {
    return active.computeIfAbsent(resource, id -> new TreeMap<>());
  }
}
