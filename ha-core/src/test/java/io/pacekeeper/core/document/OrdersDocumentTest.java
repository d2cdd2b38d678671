package io.pacekeeper.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.Operation;
import io.pacekeeper.core.document.PromotionState.Stage;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OrdersDocumentTest {
  private static final long BEGUN = 5;

  private static OrdersDocument orders(OrderedAction... actions) {
    return new OrdersDocument(
        "node1/1.1", new OrderNumber(1, 9), List.of(actions), new TreeSet<>(), false);
  }

  private static OrderedAction action(long token, Operation operation) {
    return new OrderedAction(token, operation, "db", List.of(), "", false);
  }

  private static ResourceState unreported(ResourceState reported, OrderedAction... actions) {
    ResourceState state =
        orders(actions).unreported(ImmutableSortedMap.of("db", reported)).get("db");
    return state == null ? ResourceState.STOPPED : state;
  }

  private static ResourceState in(Phase phase) {
    return new ResourceState(phase, BEGUN, 0, null);
  }

  @Test
  void aStartThatIsNotAnsweredMayHaveHappened() {
    assertThat(unreported(ResourceState.STOPPED, action(9, Operation.START)).phase())
        .isEqualTo(Phase.UNKNOWN);
  }

  @Test
  void whatIsToBeStoppedCountsAsStoppingBeforeItsNodeSaysSo() {
    OrderedAction stop = action(9, Operation.STOP);
    assertThat(unreported(in(Phase.STARTED), stop)).isEqualTo(in(Phase.STOPPING));
    assertThat(unreported(in(Phase.STARTING), stop)).isEqualTo(in(Phase.STOPPING));
  }

  @Test
  void whatStartedAfterAStopWasOrderedStays() {
    assertThat(unreported(in(Phase.STARTED), action(BEGUN, Operation.STOP)))
        .isEqualTo(in(Phase.STARTED));
  }

  @Test
  void whatFailedOrIsBlockedSaysMoreThanAStopThatIsOrdered() {
    OrderedAction stop = action(9, Operation.STOP);
    assertThat(unreported(in(Phase.FAILED), stop)).isEqualTo(in(Phase.FAILED));
    assertThat(unreported(in(Phase.BLOCKED), stop)).isEqualTo(in(Phase.BLOCKED));
  }

  @Test
  void aRestartThatIsNotAnsweredMayHaveHappened() {
    assertThat(
            unreported(in(Phase.STARTED), action(9, Operation.STOP), action(9, Operation.START))
                .phase())
        .isEqualTo(Phase.UNKNOWN);
  }

  @Test
  void whatIsToBeDemotedCountsAsBeingDemoted() {
    ResourceState promoted = in(Phase.STARTED).with(new PromotionState(Stage.PROMOTED, BEGUN, 7));
    assertThat(unreported(promoted, action(9, Operation.DEMOTE)).promotion())
        .isEqualTo(new PromotionState(Stage.DEMOTING, BEGUN, 7));
    assertThat(unreported(promoted, action(BEGUN, Operation.DEMOTE))).isEqualTo(promoted);
    assertThat(unreported(in(Phase.STARTED), action(9, Operation.DEMOTE)))
        .isEqualTo(in(Phase.STARTED));
  }
}
