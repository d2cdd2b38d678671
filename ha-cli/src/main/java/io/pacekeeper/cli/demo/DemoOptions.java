package io.pacekeeper.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the demonstration is run.
 *
 * @param folder everything that it writes is below this folder, which is deleted at its end
 * @param data where ZooKeeper's data is kept beyond that, or null to delete it, too
 * @param lease how long a node's lease lasts
 * @param keep whether the cluster goes on running afterwards until somebody ends it
 */
public record DemoOptions(Path folder, @Nullable Path data, Duration lease, boolean keep) {
  /** Long enough for four JVMs that start at once on two processors, short enough to wait for. */
  public static final Duration DEFAULT_LEASE = Duration.ofSeconds(3);

  /** The name of the cluster. */
  public static final String CLUSTER = "demo";
}
