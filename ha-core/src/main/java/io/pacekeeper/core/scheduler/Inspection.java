package io.pacekeeper.core.scheduler;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.Operation;
import java.util.List;
import java.util.SortedMap;

/**
 * A decision of the scheduler with what it leaves undone, for whoever wants to look at it.
 *
 * @param transition what is to be done
 * @param held the resources with which nothing is done, by name, and why
 * @param withheld what is to be done once something that is under way is over
 * @param scores the scores of the policy engine, a line for each resource and node
 */
public record Inspection(
    Transition transition, SortedMap<String, Held> held, List<Withheld> withheld, String scores) {

  public Inspection {
    held = ImmutableSortedMap.copyOfSorted(held);
    withheld = List.copyOf(withheld);
  }

  /**
   * Why nothing is done with a resource.
   *
   * @param reason the reason, as a part of a sentence that begins with the resource
   * @param unsure whether it is not known what is so
   */
  public record Held(String reason, boolean unsure) {}

  /** Something that is to be done, and waits. */
  public record Withheld(Operation operation, String resource, String node) {}
}
