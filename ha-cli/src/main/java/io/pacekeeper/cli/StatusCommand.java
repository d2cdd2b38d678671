package io.pacekeeper.cli;

import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.HaException;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk status}: how the cluster is. */
@Command(
    name = "status",
    sortOptions = false,
    description = "Shows the nodes, what runs where, and what failed.")
final class StatusCommand implements Callable<Integer> {
  /** Set by the script if a terminal is written to; the JVM itself cannot tell before 22. */
  private static final String TERMINAL = "pk.terminal";

  /** Puts the cursor in the first corner and clears what follows. */
  private static final String CLEAR = "\u001b[H\u001b[2J";

  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Option(
      names = "--json",
      description = "Shows it as JSON; with --watch one line each time. See docs/status-json.md.")
  private boolean json;

  @Option(
      names = "--watch",
      description = "Shows it again whenever something changes, until interrupted.")
  private boolean watch;

  private @Nullable ClusterStatus shown;

  @Override
  public Integer call() throws InterruptedException {
    try (ZooKeeperClusterClient client = pk.connect()) {
      if (watch) {
        follow(client);
      } else {
        show(client.cluster(), client.status());
      }
    }
    return Pk.DONE;
  }

  /** Shows the status each time something changes, until the thread is interrupted. */
  private void follow(ZooKeeperClusterClient client) throws InterruptedException {
    Semaphore changes = new Semaphore(1);
    client.watch(changes::release);
    while (true) {
      changes.acquire();
      changes.drainPermits();
      try {
        show(client.cluster(), client.status());
      } catch (HaException e) {
        // There is a change when the connection is back, and so another try.
        spec.commandLine().getErr().println("pk: " + e.getMessage() + "; waiting for it");
      }
    }
  }

  /** Shows a status unless it was shown already but for the time. */
  private void show(String cluster, ClusterStatus status) {
    ClusterStatus before = shown;
    if (before != null && asOf(before.lastUpdated(), status).equals(before)) {
      return;
    }
    shown = status;
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(StatusJson.of(cluster, status, !watch));
    } else {
      if (watch && Boolean.getBoolean(TERMINAL)) {
        out.print(CLEAR);
      } else if (before != null) {
        out.println();
      }
      out.println("Cluster name: " + cluster);
      out.print(status.toText(ZoneId.systemDefault()));
    }
    out.flush();
  }

  private static ClusterStatus asOf(Instant instant, ClusterStatus status) {
    return new ClusterStatus(
        status.stack(),
        status.dc(),
        instant,
        status.lastChange(),
        status.resourcesConfigured(),
        status.maintenanceMode(),
        status.stopAllResources(),
        status.nodes(),
        status.resources(),
        status.failures(),
        status.fencing(),
        status.warnings());
  }
}
