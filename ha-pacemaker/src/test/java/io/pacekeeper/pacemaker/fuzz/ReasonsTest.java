package io.pacekeeper.pacemaker.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.policy.PolicyDecision;
import io.pacekeeper.core.policy.PolicyEngine;
import io.pacekeeper.core.policy.assign.ScoreListing;
import io.pacekeeper.core.policy.assign.ScoreText;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.rule.RuleTime;
import io.pacekeeper.core.policy.unpack.Unpacked;
import io.pacekeeper.core.policy.unpack.Unpacking;
import io.pacekeeper.core.policy.working.Reason;
import io.pacekeeper.core.policy.working.Reasons;
import io.pacekeeper.core.policy.working.WorkingNode;
import io.pacekeeper.core.policy.working.WorkingResource;
import io.pacekeeper.core.policy.working.WorkingSet;
import io.pacekeeper.pacemaker.CibReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The reasons of a score add up to the score that the engine shows, whenever it shows one and at
 * the end, and writing them down changes nothing. {@code -Dfuzz.first} and {@code -Dfuzz.count} say
 * which clusters are made up.
 */
class ReasonsTest {
  private static final long FIRST = Long.getLong("fuzz.first", 0);
  private static final long COUNT = Long.getLong("fuzz.count", 500);
  private static final RuleTime NOW = new RuleTime(1_700_000_000, ZoneOffset.UTC);

  @Test
  void reasonsAddUpToTheScoresOfClustersThatAreInTrouble() throws Exception {
    checkAll(RandomCib::of);
  }

  @Test
  void reasonsAddUpToTheScoresOfClustersThatAreComplicated() throws Exception {
    checkAll(io.pacekeeper.pacemaker.conformance.RandomCib::of);
  }

  private static void checkAll(LongFunction<String> maker) throws Exception {
    int checked = 0;
    for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
      String cib = maker.apply(seed);
      PolicyInput input =
          new CibReader().read(new ByteArrayInputStream(cib.getBytes(StandardCharsets.UTF_8)));
      try {
        checked += check(input);
      } catch (AssertionError failed) {
        throw new AssertionError("seed " + seed + ": " + failed.getMessage() + "\n" + cib, failed);
      }
    }
    assertThat(checked).isGreaterThan((int) COUNT);
  }

  /** Returns how many reasons there were. */
  private static int check(PolicyInput input) {
    Unpacked unpacked = Unpacking.unpack(input, NOW);
    WorkingSet working = unpacked.working();
    Reasons reasons = new Reasons();
    working.setReasons(reasons);
    Checking checking = new Checking(working, reasons);
    PolicyDecision decision = PolicyEngine.decide(unpacked, checking);
    PolicyDecision without = PolicyEngine.decide(Unpacking.unpack(input, NOW), true);
    assertThat(checking.text.toString()).isEqualTo(without.scores());
    assertThat(decision.dot()).isEqualTo(without.dot());
    assertThat(decision.transition()).isEqualTo(without.transition());
    for (WorkingResource resource : working.everyResource()) {
      checking.check("at the end", resource);
    }
    return checking.checked;
  }

  /** Looks at the reasons at every moment at which scores are shown. */
  private static final class Checking implements ScoreListing {
    private final WorkingSet working;
    private final Reasons reasons;
    private final ScoreText text;
    private int checked;

    Checking(WorkingSet working, Reasons reasons) {
      this.working = working;
      this.reasons = reasons;
      this.text = new ScoreText(working);
    }

    @Override
    public void scores(String method, WorkingResource resource) {
      text.scores(method, resource);
      check(method, resource);
    }

    void check(String when, WorkingResource resource) {
      for (WorkingNode node : working.nodes()) {
        List<Reason> all = reasons.of(resource, node.index());
        checked += all.size();
        assertThat(Reasons.sum(all))
            .as("%s, %s on %s: %s", when, resource, node, all)
            .isEqualTo(resource.allowed().score(node.index()));
      }
      resource.children().forEach(child -> check(when, child));
    }

    @Override
    public void promotion(WorkingResource instance, @Nullable WorkingNode node, int score) {
      text.promotion(instance, node, score);
      if (node != null) {
        List<Reason> all = reasons.promotion(instance);
        checked += all.size();
        assertThat(Reasons.sum(all)).as("promotion of %s: %s", instance, all).isEqualTo(score);
      }
    }
  }
}
