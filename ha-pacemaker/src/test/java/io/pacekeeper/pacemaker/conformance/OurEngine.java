package io.pacekeeper.pacemaker.conformance;

import io.pacekeeper.core.policy.PolicyDecision;
import io.pacekeeper.core.policy.PolicyEngine;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.rule.RuleTime;
import io.pacekeeper.core.policy.simulate.Simulation;
import io.pacekeeper.pacemaker.CibReader;
import io.pacekeeper.pacemaker.InvalidCibException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/** The policy engine, asked as {@code crm_simulate} is asked. */
public final class OurEngine implements Decider {
  private static final ZoneId ZONE = ZoneOffset.UTC;

  @Override
  public Decision decide(String cib, List<String> arguments) {
    PolicyInput input;
    try {
      input = new CibReader().read(new ByteArrayInputStream(cib.getBytes(StandardCharsets.UTF_8)));
    } catch (InvalidCibException e) {
      throw new IllegalArgumentException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long clock = System.currentTimeMillis() / 1000;
    Simulation simulation = Simulation.of(input, clock, ZONE);
    PolicyDecision decision = simulation.decision();
    int time = arguments.indexOf("-t");
    if (time >= 0) {
      RuleTime date = new RuleTime(clock, ZONE).at(arguments.get(time + 1));
      decision = PolicyEngine.decide(input, Objects.requireNonNull(date));
    }
    return new Decision(simulation.summary(), decision.dot(), decision.scores());
  }
}
