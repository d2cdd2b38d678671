package io.pacekeeper.cli;

import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.ClusterStatus.Health;
import io.pacekeeper.api.HaException;
import io.pacekeeper.zookeeper.LiveCluster;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.concurrent.Callable;
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
    description = "Shows the nodes, what runs where, and what failed.",
    synopsisSubcommandLabel = "[COMMAND]",
    subcommands = StatusCommand.MembershipCommand.class,
    footer = {
      "",
      "Exit status: 0 if the cluster is healthy, 3 if it is degraded (everything that is to be active"
          + " is or is about to be, but something needs to be looked at), 4 if it has failed"
          + " (something that is to be active is not, or there is no DC), 1 if it could not be read."
    })
final class StatusCommand implements Callable<Integer> {
  /** The exit status where something needs to be looked at. */
  static final int DEGRADED = 3;

  /** The exit status where something that is to be active is not. */
  static final int CLUSTER_FAILED = 4;

  /** Set by the script if a terminal is written to; the JVM itself cannot tell before 22. */
  private static final String TERMINAL = "pk.terminal";

  /** Puts the cursor in the first corner and clears what follows. */
  private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";

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
      }
      ClusterStatus status = client.status();
      show(client.cluster(), status);
      return exitStatus(status.health());
    }
  }

  private static int exitStatus(Health health) {
    return switch (health) {
      case HEALTHY -> Pk.DONE;
      case DEGRADED -> DEGRADED;
      case FAILED -> CLUSTER_FAILED;
    };
  }

  /** Shows the status each time something changes, until the thread is interrupted. */
  private void follow(ZooKeeperClusterClient client) throws InterruptedException {
    try (LiveCluster live = client.follow()) {
      while (true) {
        try {
          show(client.cluster(), live.next().status());
        } catch (HaException e) {
          spec.commandLine().getErr().println("pk: " + e.getMessage() + "; waiting for it");
        }
      }
    }
  }

  /** Shows a status unless it was shown already but for the time. */
  private void show(String cluster, ClusterStatus status) {
    ClusterStatus before = shown;
    if (before != null && status.at(before.lastUpdated()).equals(before)) {
      return;
    }
    shown = status;
    PrintWriter out = spec.commandLine().getOut();
    StringBuilder text = new StringBuilder();
    if (json) {
      text.append(StatusJson.of(cluster, status, !watch)).append(System.lineSeparator());
    } else {
      if (watch && Boolean.getBoolean(TERMINAL)) {
        text.append(CLEAR);
      } else if (before != null) {
        text.append(System.lineSeparator());
      }
      text.append("Cluster name: ").append(cluster).append(System.lineSeparator());
      text.append(status.toText(ZoneId.systemDefault()));
    }
    // At once, so that it does not flicker.
    out.print(text);
    out.flush();
  }

  /** {@code pk status membership}. */
  @Command(
      name = "membership",
      sortOptions = false,
      description = "Shows which nodes are there, and by which session, host and process.")
  static final class MembershipCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private StatusCommand parent;

    @Option(names = "--json", description = "Shows it as JSON. See docs/status-json.md.")
    private boolean json;

    @Override
    public Integer call() {
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        ClusterStatus status = client.status();
        String here = LocalHost.name();
        PrintWriter out = spec.commandLine().getOut();
        if (json || parent.json) {
          out.println(StatusJson.ofMembership(client.cluster(), status, here));
        } else {
          out.println("Cluster name: " + client.cluster());
          out.print(status.toMembershipText(here, ZoneId.systemDefault()));
        }
        out.flush();
      }
      return Pk.DONE;
    }
  }
}
