package io.pacekeeper.core.policy.working;

import static org.assertj.core.api.Assertions.assertThat;

import io.pacekeeper.core.policy.model.CloneDefinition;
import io.pacekeeper.core.policy.model.GroupDefinition;
import io.pacekeeper.core.policy.model.NodeDefinition;
import io.pacekeeper.core.policy.model.PrimitiveDefinition;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where something is, or is to be, is remembered: what is changed meanwhile has to count. */
class PlacesTest {
  private static final PrimitiveDefinition PRIMITIVE =
      new PrimitiveDefinition(
          "db", "ocf", "test", "Dummy", Map.of(), List.of(), List.of(), List.of(), List.of());
  private static final GroupDefinition GROUP =
      new GroupDefinition("stack", Map.of(), List.of(), List.of(), List.of(), List.of());
  private static final CloneDefinition CLONE =
      new CloneDefinition("clone", false, Map.of(), List.of(), List.of(), List.of(), GROUP);

  private final WorkingNode one = node(0, "node1");
  private final WorkingNode two = node(1, "node2");
  private final WorkingClone clone =
      new WorkingClone(0, "clone", CLONE, false, Map.of(), new AllowedNodes(2));
  private final WorkingGroup first = instance("stack:0");
  private final WorkingGroup second = instance("stack:1");

  @Test
  void aGroupIsToBeWhereItsMembersAreToBe() {
    assertThat(first.place()).isNull();

    assign(first.children().get(0), one);
    assertThat(first.place()).isSameAs(one);

    assign(first.children().get(1), two);
    assertThat(first.place()).as("on two nodes").isNull();

    assign(first.children().get(0), two);
    assertThat(first.place()).isSameAs(two);
  }

  @Test
  void anInstanceIsFoundWhereItsMembersAreToBeUntilTheyAreNot() {
    assign(first.children().get(0), one);
    assign(second.children().get(0), one);
    assertThat(clone.instancesOn(one)).containsExactly(first, second);
    assertThat(clone.instancesOn(two)).isEmpty();

    first.children().get(0).setAssigned(null, 0);
    assertThat(clone.instancesOn(one)).containsExactly(second);

    assign(second.children().get(0), two);
    assertThat(clone.instancesOn(one)).isEmpty();
    assertThat(clone.instancesOn(two)).containsExactly(second);
  }

  @Test
  void instancesAreFoundInTheOrderOfToday() {
    for (WorkingGroup instance : List.of(first, second)) {
      assign(instance.children().get(0), one);
      instance.children().get(0).runningOn().add(two);
    }
    assertThat(clone.instancesOn(one)).containsExactly(first, second);
    assertThat(clone.instancesActiveOn(two)).containsExactly(first, second);

    Collections.reverse(clone.children());
    clone.instancesSorted();
    assertThat(clone.instancesOn(one)).containsExactly(second, first);
    assertThat(clone.instancesActiveOn(two)).containsExactly(second, first);
  }

  @Test
  void whatIsActiveOnTwoNodesIsFoundOnNeither() {
    first.children().get(0).runningOn().add(one);
    first.children().get(1).runningOn().add(two);
    second.children().get(0).runningOn().add(two);
    assertThat(clone.instancesActiveOn(one)).isEmpty();
    assertThat(clone.instancesActiveOn(two)).containsExactly(second);
  }

  private WorkingGroup instance(String id) {
    WorkingGroup group = new WorkingGroup(0, id, GROUP, clone, Map.of(), new AllowedNodes(2));
    for (int member = 0; member < 2; member++) {
      group
          .children()
          .add(
              new WorkingPrimitive(
                  0, "db:" + member, PRIMITIVE, group, Map.of(), new AllowedNodes(2)));
    }
    clone.children().add(group);
    return group;
  }

  private static void assign(WorkingPrimitive primitive, WorkingNode node) {
    primitive.setAssigned(node, 0);
  }

  private static WorkingNode node(int index, String name) {
    return new WorkingNode(
        index, new NodeDefinition(name, name, null, null, List.of(), List.of()), true, 0);
  }
}
