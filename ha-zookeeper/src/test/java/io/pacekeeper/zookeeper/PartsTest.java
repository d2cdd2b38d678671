package io.pacekeeper.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pacekeeper.api.Operation;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.OrderedAction;
import io.pacekeeper.core.document.OrdersDocument;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.ResourceState;
import io.pacekeeper.core.document.ResourceState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PartsTest {
  @Test
  void aSmallDocumentIsWhole() {
    ObjectNode json = DocumentFormat.write(orders(10));
    assertThat(Parts.split(json)).singleElement().isEqualTo(DocumentFormat.bytes(json));
  }

  @Test
  void ordersForFiveThousandResourcesKeepTheirOrder() {
    OrdersDocument orders = orders(5_000);
    List<byte[]> stored = Parts.split(DocumentFormat.write(orders));
    assertThat(stored).hasSizeGreaterThan(2).allSatisfy(PartsTest::isSmallAndAnObject);
    assertThat(DocumentFormat.read(Kind.ORDERS, Fields.of(joined(stored)))).isEqualTo(orders);
  }

  @Test
  void aReportOfFiveThousandResourcesIsNeverCutWithinAResource() {
    ReportDocument report = report(5_000);
    List<byte[]> stored = Parts.split(DocumentFormat.write(report));
    assertThat(stored).hasSizeGreaterThan(2).allSatisfy(PartsTest::isSmallAndAnObject);
    assertThat(DocumentFormat.read(Kind.REPORT, Fields.of(joined(stored)))).isEqualTo(report);
    for (byte[] part : stored.subList(1, stored.size())) {
      assertThat(DocumentFormat.parse(part).at("/content/resources"))
          .allSatisfy(resource -> assertThat(resource.has("phase")).isTrue());
    }
  }

  @Test
  void theSmallFieldsStayInTheDocumentsOwnZnode() {
    ObjectNode own = DocumentFormat.parse(Parts.split(DocumentFormat.write(orders(5_000))).get(0));
    assertThat(own.get("number").textValue()).isEqualTo("3.17");
    assertThat(own.get("sync").booleanValue()).isTrue();
    assertThat(own.at("/parts/count").intValue()).isPositive();
  }

  @Test
  void anyTreeComesBackAsItWas() {
    Random random = new Random(7);
    for (int i = 0; i < 8; i++) {
      ObjectNode tree = JsonNodeFactory.instance.objectNode();
      grow(tree, random, 0);
      for (int field = 0; field < 40; field++) {
        tree.put("long" + field, "x".repeat(random.nextInt(10_000)));
      }
      tree.put("huge", "y".repeat(80_000));
      List<byte[]> stored = Parts.split(tree);
      assertThat(joined(stored)).isEqualTo(tree);
    }
  }

  @Test
  void partsOfTwoWritingsAreNotMixed() {
    List<byte[]> one = Parts.split(DocumentFormat.write(report(5_000)));
    List<byte[]> other = Parts.split(DocumentFormat.write(report(5_001)));
    List<byte[]> mixed = new ArrayList<>(one);
    mixed.set(2, other.get(2));
    assertThatThrownBy(() -> joined(mixed)).hasMessage("its part 1 is of another writing");
  }

  private static void isSmallAndAnObject(byte[] stored) {
    assertThat(stored).hasSizeLessThanOrEqualTo(Parts.LARGEST);
    assertThat(DocumentFormat.parse(stored)).isNotEmpty();
  }

  private static ObjectNode joined(List<byte[]> stored) {
    ObjectNode json = DocumentFormat.parse(stored.get(0));
    Parts.Header header = Parts.takeHeader(json);
    for (int part = 0; part < stored.size() - 1; part++) {
      Parts.join(json, header, part, DocumentFormat.parse(stored.get(part + 1)));
    }
    return json;
  }

  private static void grow(ObjectNode tree, Random random, int depth) {
    for (int i = random.nextInt(12); i >= 0; i--) {
      String name = "f/~" + i;
      switch (random.nextInt(depth > 4 ? 2 : 4)) {
        case 0 -> tree.put(name, "t".repeat(random.nextInt(3_000)));
        case 1 -> tree.put(name, random.nextInt());
        case 2 -> grow(tree.putObject(name), random, depth + 1);
        default -> {
          var array = tree.putArray(name);
          for (int element = random.nextInt(20); element > 0; element--) {
            grow(array.addObject(), random, depth + 3);
          }
        }
      }
    }
  }

  private static OrdersDocument orders(int resources) {
    List<OrderedAction> actions = new ArrayList<>();
    for (int i = 0; i < resources; i++) {
      String resource = "resource-" + (i * 7919L % resources);
      actions.add(
          new OrderedAction(
              OrderNumber.NONE.token() + i, Operation.START, resource, List.of(), "node1 is lost"));
    }
    return new OrdersDocument(
        "i1", new OrderNumber(3, 17), actions, new TreeSet<>(List.of("a", "b")), true);
  }

  private static ReportDocument report(int resources) {
    SortedMap<String, ResourceState> states = new TreeMap<>();
    for (int i = 0; i < resources; i++) {
      states.put("resource-" + i, new ResourceState(Phase.STARTED, 12_884_901_905L, 0, null));
    }
    return new ReportDocument("i1", new OrderNumber(3, 17), false, states);
  }
}
