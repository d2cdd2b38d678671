package io.pacekeeper.pacemaker.conformance;

import java.util.List;

/** Somebody who decides about a cluster: our engine, or Pacemaker itself. */
@FunctionalInterface
public interface Decider {
  /** Decides about the cluster of {@code cib}; the summary is made without {@code arguments}. */
  Decision decide(String cib, List<String> arguments);
}
