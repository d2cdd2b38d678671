package io.pacekeeper.cli;

import io.pacekeeper.api.Explanation;
import io.pacekeeper.core.policy.explain.CibExplainer;
import io.pacekeeper.core.policy.simulate.Simulation;
import io.pacekeeper.core.policy.working.WorkingSet;
import java.util.List;

/** The simulation of a cluster of Pacemaker's. */
record SimulatedCib(Simulation simulation) implements Simulated {
  @Override
  public String summary() {
    return simulation.summary();
  }

  @Override
  public String dot() {
    return simulation.decision().dot();
  }

  @Override
  public String scores() {
    return simulation.decision().scores();
  }

  @Override
  public Explanation explain(String resource) {
    WorkingSet working = simulation.decision().working();
    return CibExplainer.explain(working.input(), resource, working.time());
  }

  @Override
  public String json() {
    return SimulationJson.of(simulation);
  }

  @Override
  public List<String> remarks() {
    return simulation.complete()
        ? List.of()
        : List.of(
            "not everything that was decided can be carried out: the orderings make actions wait"
                + " for each other");
  }

  @Override
  public int status() {
    return Pk.DONE;
  }
}
