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
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;

/** The policy engine, asked as {@code crm_simulate} is asked. */
public final class OurEngine implements Decider {
  private static final ZoneId ZONE = ZoneOffset.UTC;
  private static final DateTimeFormatter DATE =
      new DateTimeFormatterBuilder()
          .appendPattern("[yyyy-MM-dd][yyyy-DDD][' ']['T'][HH:mm[:ss]]")
          .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
          .toFormatter(Locale.ROOT);

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
      decision = PolicyEngine.decide(input, new RuleTime(seconds(arguments.get(time + 1)), ZONE));
    }
    return new Decision(simulation.summary(), decision.dot(), decision.scores());
  }

  private static long seconds(String date) {
    return LocalDateTime.parse(date, DATE).toEpochSecond(ZoneOffset.UTC);
  }
}
