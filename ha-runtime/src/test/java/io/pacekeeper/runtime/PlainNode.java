package io.pacekeeper.runtime;

import io.pacekeeper.core.controller.LeaseOptions;
import java.time.Duration;
import java.util.function.Supplier;

/** Builds nodes whose cluster lives in a store of the test. */
final class PlainNode extends NodeBuilder<PlainNode> {
  private final Supplier<ClusterLayer> layers;

  private PlainNode(Supplier<ClusterLayer> layers) {
    this.layers = layers;
  }

  static PlainNode on(Supplier<ClusterLayer> layers) {
    return new PlainNode(layers).cluster("shop").shutdownHook(false).startupDelay(Duration.ZERO);
  }

  @Override
  protected PlainNode self() {
    return this;
  }

  @Override
  protected ClusterLayer newLayer(String cluster, String node, LeaseOptions lease) {
    return layers.get();
  }
}
