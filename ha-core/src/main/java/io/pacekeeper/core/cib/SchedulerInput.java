package io.pacekeeper.core.cib;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.core.cib.CibAssembly.NodeFacts;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DirectivesDocument;
import java.time.Instant;
import java.util.SortedMap;

/**
 * Everything that one run of the scheduler decides from: documents, what is known of each node, and
 * the time. Of the same input the same is decided, here and elsewhere, now and later.
 *
 * @param config what the cluster runs
 * @param directives what operators want
 * @param nodes what is known of each node, by name
 * @param now when that is
 */
public record SchedulerInput(
    ConfigDocument config,
    DirectivesDocument directives,
    SortedMap<String, NodeFacts> nodes,
    Instant now) {
  public SchedulerInput {
    nodes = ImmutableSortedMap.copyOfSorted(nodes);
  }

  /** Returns the information base that this is, at its time. */
  public Cib cib() {
    return CibAssembly.assemble(EffectiveResources.of(config, directives, now), nodes, now);
  }

  /** Returns the same at another time, so that two of them can be compared but for that. */
  public SchedulerInput at(Instant time) {
    return new SchedulerInput(config, directives, nodes, time);
  }
}
