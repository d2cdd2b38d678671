package io.pacekeeper.pacemaker.conformance;

import java.nio.file.Path;

/** Where recorded scenarios are. */
public final class Oracles {
  private Oracles() {}

  /** Returns the folder of the recorded clusters, be it there or not. */
  public static Path clusters() {
    return Oracle.customary().folder().resolve("xml");
  }
}
