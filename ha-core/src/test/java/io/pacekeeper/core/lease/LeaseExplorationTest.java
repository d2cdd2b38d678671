package io.pacekeeper.core.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.lease.LeaseExplorer.Found;
import io.pacekeeper.core.lease.LeaseRules.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The lease's state machine, explored to its end: in no world that can be reached is its holder
 * active, by its own clock, beside a successor.
 *
 * <p>In a world there is one holder, and one observer or two. The holder renews, lapses, renews
 * again, and reads; an observer reads, waits, revokes, begins afresh, and is replaced. Any request
 * or reply takes any time; a renewal may have no clear answer and be lost, or be written at any
 * later time; a revocation may be lost. Clocks run in ticks: an observer's gains on the holder's by
 * up to one tick in L, and falls behind without bound. A successor may be active from the moment
 * when a revocation is written.
 *
 * <p>With one observer and L of 10 ticks 384,288 worlds can be reached, the farthest of them in 38
 * steps; with two observers and L of 4 ticks they are 3,628,426 and 32. Beyond those there are
 * none, since a world tells versions and times only relative to the store's and to its clocks'.
 */
class LeaseExplorationTest {
  @Test
  void oneObserverNeverHasASuccessorStartTooEarly() {
    Found found = LeaseExplorer.explore(new LeaseRules(10, 1, 1, Fault.NONE), 5_000_000);
    assertThat(found.overlap()).isNull();
    assertThat(found.complete()).isTrue();
    assertThat(found.worlds()).isGreaterThanOrEqualTo(380_000);
    assertThat(found.depth()).isGreaterThanOrEqualTo(38);
  }

  @Test
  void twoObserversWithClocksOfTheirOwnNeverHaveASuccessorStartTooEarly() {
    Found found = LeaseExplorer.explore(new LeaseRules(4, 1, 2, Fault.NONE), 10_000_000);
    assertThat(found.overlap()).isNull();
    assertThat(found.complete()).isTrue();
    assertThat(found.worlds()).isGreaterThanOrEqualTo(3_600_000);
    assertThat(found.depth()).isGreaterThanOrEqualTo(32);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void anyBrokenRuleLetsTwoBeActiveAtOnce(Fault fault) {
    Found found = LeaseExplorer.explore(new LeaseRules(6, 1, 1, fault), 2_000_000);
    assertThat(found.overlap()).as("%s", fault).isNotNull().contains("a revocation arrives");
  }
}
