package io.pacekeeper.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pacekeeper.api.HaNode;
import io.pacekeeper.api.fencing.FencingDevice;
import io.pacekeeper.api.fencing.FencingDeviceDefinition;
import io.pacekeeper.api.fencing.FencingResult;
import io.pacekeeper.api.fencing.FencingTopology;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class FencingBuilderTest {
  private static final FencingDeviceDefinition IPMI =
      FencingDeviceDefinition.builder("ipmi").hosts("node2").build();
  private static final FencingDevice DEVICE = target -> FencingResult.succeeded();

  private static PlainNode builder(PlainStore store) {
    return PlainNode.on(store::layer).node("node1");
  }

  @Test
  void theDevicesOfANodeAreDeclaredToTheCluster() {
    FencingTopology topology = FencingTopology.forNode("node2").level("ipmi");
    try (PlainStore store = new PlainStore();
        HaNode node = builder(store).fencingDevice(IPMI, DEVICE).fencingTopology(topology).join()) {
      assertThat(node.name()).isEqualTo("node1");
      await()
          .untilAsserted(
              () -> {
                ConfigDocument config = store.get(DocumentKey.CONFIG).as(ConfigDocument.class);
                assertThat(config).isNotNull();
                assertThat(config.applications().get("default").fencing().devices())
                    .containsExactly(java.util.Map.entry("ipmi", IPMI));
                assertThat(config.applications().get("default").fencing().topologies())
                    .isEqualTo(List.of(topology));
              });
    }
  }

  @Test
  void mistakesAreRefusedWhenTheNodeIsBuilt() {
    try (PlainStore store = new PlainStore()) {
      PlainNode builder = builder(store).fencingDevice(IPMI, DEVICE);
      assertThatThrownBy(() -> builder.fencingDevice(IPMI, DEVICE))
          .hasMessage("two fencing devices have the id ipmi: give one of them another");
      assertThatThrownBy(() -> builder.fencingTopology(FencingTopology.forNode("node2")))
          .hasMessage("the fencing topology of node2 has no level: add one");
      assertThatThrownBy(() -> builder.fencingThreads(0))
          .hasMessage("fencingThreads must be 1 or more, but it is 0");
    }
  }
}
