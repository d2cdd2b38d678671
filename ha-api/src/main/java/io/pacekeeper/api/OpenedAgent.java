package io.pacekeeper.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs what is active while it is open. */
final class OpenedAgent implements ResourceAgent {
  private final Resource.Opener opener;
  private @Nullable AutoCloseable opened;

  OpenedAgent(Resource.Opener opener) {
    this.opener = opener;
  }

  @Override
  public void start(Activation activation) throws Exception {
    opened =
        Objects.requireNonNull(
            opener.open(activation), () -> activation.resource() + " opened nothing to close");
  }

  @Override
  public void stop() throws Exception {
    AutoCloseable closing = opened;
    if (closing != null) {
      closing.close();
      opened = null;
    }
  }
}
