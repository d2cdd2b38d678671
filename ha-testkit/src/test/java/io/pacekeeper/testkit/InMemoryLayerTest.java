package io.pacekeeper.testkit;

import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.runtime.ClusterLayer;
import java.time.Duration;

class InMemoryLayerTest extends ClusterLayerContract {
  private final InMemoryStore store = InMemoryStore.create(Duration.ofSeconds(10));

  @Override
  protected ClusterLayer newLayer() {
    return store.newLayer();
  }

  @Override
  protected void breakConnection(ClusterLayer layer) {
    ((InMemoryLayer) layer).breakConnection();
  }

  @Override
  protected void expireSession(ClusterLayer layer) {
    store.expire(((InMemoryLayer) layer).session());
  }

  @Override
  protected void stopStore() {
    store.stop();
  }

  @Override
  protected void startStore() {
    store.restart();
  }

  @Override
  protected void corrupt(DocumentKey key) {
    store.corrupt(key, "garbage");
  }

  @Override
  protected void delete(DocumentKey key) {
    store.delete(key);
  }

  @Override
  protected void closeStore() {
    store.close();
  }
}
