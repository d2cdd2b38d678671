package io.pacekeeper.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose wish is taken back. */
final class ReleaseOptions {
  @Option(
      names = "--owner",
      paramLabel = "NAME",
      description = "Whose wish is taken back; by default yours.")
  private @Nullable String owner;

  @Option(names = "--everybody", description = "Takes back everybody's.")
  private boolean everybody;

  /** Returns whose wish it is, or null for everybody's. */
  @Nullable String owner() {
    return everybody ? null : ClaimOptions.owner(owner);
  }

  /** Returns whether nobody was named: then also what nobody is known to want is taken back. */
  boolean isUnsaid() {
    return owner == null;
  }
}
