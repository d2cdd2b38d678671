package io.pacekeeper.core.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSortedMap;
import io.pacekeeper.api.Operation;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.TermDocument;
import io.pacekeeper.core.document.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The play in which a node becomes DC and takes over before it has to. */
class ExerciseTest {
  private final List<Transaction> written = new ArrayList<>();

  private static ControllerOptions options(String node, int resources) {
    return new ControllerOptions(
        node,
        "host",
        7,
        "1",
        new Object() {
              private int drawn;

              String draw() {
                return "i" + ++drawn;
              }
            }
            ::draw,
        LeaseOptions.ofLength(Duration.ofSeconds(20)),
        "default",
        1,
        IntStream.range(0, resources)
            .mapToObj(i -> ResourceDefinition.ofDefaults("r" + i))
            .toList(),
        ImmutableSortedMap.of(),
        Duration.ofMinutes(1),
        32,
        Duration.ofMinutes(1));
  }

  private <D> List<D> written(Class<D> type) {
    List<D> documents = new ArrayList<>();
    for (Transaction transaction : written) {
      for (Transaction.Step step : transaction.steps()) {
        Object document =
            step instanceof Transaction.Set set
                ? set.document()
                : step instanceof Transaction.Create create ? create.document() : null;
        if (type.isInstance(document)) {
          documents.add(type.cast(document));
        }
      }
    }
    return documents;
  }

  @Test
  void becomesDcAndStartsWhatTheDeadOneRan() {
    Exercise.play(options("n1", 10), written::add, () -> true);
    assertThat(written(TermDocument.class)).extracting(TermDocument::node).containsOnly("n1");
    assertThat(written(OrdersDocument.class))
        .flatExtracting(OrdersDocument::actions)
        .filteredOn(action -> action.operation() == Operation.START)
        .extracting(action -> action.resource())
        .hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void aNodeThatIsCalledOtherPlaysWithAnother() {
    Exercise.play(options("other", 1), written::add, () -> true);
    assertThat(written(TermDocument.class)).extracting(TermDocument::node).containsOnly("other");
  }

  @Test
  void whoeverHasEnoughIsNotMadeToGoOn() {
    Exercise.play(options("n1", 10), written::add, () -> false);
    assertThat(written).isEmpty();
  }
}
