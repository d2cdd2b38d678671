package io.pacekeeper.cli;

import io.pacekeeper.api.ClusterStatus.Activity;
import io.pacekeeper.api.ClusterStatus.Membership;
import io.pacekeeper.api.ClusterStatus.NodeStatus;
import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.NodeRequest.Kind;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The commands that ask nodes to do something with their resources at once. */
final class ResourceRepair {
  private static final String PATIENCE = "20s";

  private ResourceRepair() {}

  /** Asks nodes, tells what each answers, and returns the exit status. */
  private static int ask(
      ZooKeeperClusterClient client,
      CommandLine commandLine,
      List<String> nodes,
      Kind kind,
      @Nullable String resource,
      String argument,
      Duration limit)
      throws InterruptedException {
    Map<String, Exchange.Reply> replies =
        new Exchange(client)
            .ask(
                nodes,
                kind,
                resource,
                argument,
                limit,
                (node, reply) -> {
                  String line = node + ": " + reply.answer().text();
                  if (reply.answer().done()) {
                    commandLine.getOut().println(line);
                  } else {
                    commandLine.getErr().println("pk: " + line);
                  }
                });
    String silent = Exchange.silent(nodes, replies);
    if (silent != null) {
      throw new HaException(
          "%s did not answer within %d ms, and is not asked any more: its JVM is cut off, or paused"
              .formatted(silent, limit.toMillis()));
    }
    return replies.values().stream().allMatch(reply -> reply.answer().done()) ? Pk.DONE : Pk.FAILED;
  }

  private static List<String> online(ClusterView view, @Nullable String node) {
    if (node != null) {
      Known.requireNode(view, node);
    }
    List<String> online =
        view.status().nodes().stream()
            .filter(status -> status.membership() == Membership.ONLINE)
            .map(NodeStatus::name)
            .filter(name -> node == null || node.equals(name))
            .toList();
    if (online.isEmpty()) {
      throw new HaException(
          node == null
              ? "no node takes part in the cluster, so that there is nobody to ask"
              : node + " does not take part in the cluster; what failed there went with its JVM");
    }
    return online;
  }

  /** What is asked of all nodes, or of one, about a resource or about all. */
  private abstract static class Asking implements Callable<Integer> {
    private final Kind kind;
    @Spec private CommandSpec spec;
    @ParentCommand private ResourceCommand parent;

    @Parameters(arity = "0..1", paramLabel = "RESOURCE", description = "The resource; else all.")
    private @Nullable String resource;

    @Option(names = "--node", paramLabel = "NODE", description = "Only on this node.")
    private @Nullable String node;

    @Option(
        names = "--wait",
        paramLabel = "DURATION",
        defaultValue = PATIENCE,
        description = "How long the nodes may take to answer, by default 20s.")
    private String patience;

    Asking(Kind kind) {
      this.kind = kind;
    }

    @Override
    public Integer call() throws InterruptedException {
      Duration limit = Settings.duration("wait", patience);
      try (ZooKeeperClusterClient client = parent.connect()) {
        ClusterView view = client.view();
        if (resource != null) {
          Known.resource(view, resource);
        }
        return ask(client, spec.commandLine(), online(view, node), kind, resource, "", limit);
      }
    }
  }

  /** {@code pk resource cleanup}. */
  @Command(
      name = "cleanup",
      sortOptions = false,
      description = {
        "Has nodes forget the failures of a resource, or of all, so that the cluster may try again.",
        "What could not be stopped is stopped again before it is started anywhere."
      })
  static final class Cleanup extends Asking {
    Cleanup() {
      super(Kind.CLEANUP);
    }
  }

  /** {@code pk resource refresh}. */
  @Command(
      name = "refresh",
      sortOptions = false,
      description =
          "Has nodes forget the failures of a resource, or of all, and monitor now what is active.")
  static final class Refresh extends Asking {
    Refresh() {
      super(Kind.REFRESH);
    }
  }

  /** {@code pk resource debug}. */
  @Command(
      name = "debug",
      sortOptions = false,
      description = {
        "Runs one operation of a resource by hand, monitor or stop, and tells what came of it.",
        "A failure is shown and not counted. An operation that does not return ends as any other:"
            + " its node is fenced. What is stopped by hand the cluster starts again, unless it is"
            + " in maintenance."
      })
  static final class Debug implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ResourceCommand parent;

    @Parameters(index = "0", paramLabel = "OPERATION", description = "monitor or stop.")
    private String operation;

    @Parameters(index = "1", paramLabel = "RESOURCE", description = "The resource.")
    private String resource;

    @Parameters(
        index = "2",
        arity = "0..1",
        paramLabel = "NODE",
        description = "Where; by default where it is active.")
    private @Nullable String node;

    @Option(
        names = "--wait",
        paramLabel = "DURATION",
        defaultValue = "1m",
        description = "How long it may take, by default 1m.")
    private String patience;

    @Override
    public Integer call() throws InterruptedException {
      Duration limit = Settings.duration("wait", patience);
      if (operation.equals("start")) {
        throw new HaException(
            "nothing is started by hand, since it could then be active twice: have the cluster"
                + " start it, by pk resource enable %s or pk resource restart %s"
                    .formatted(resource, resource));
      }
      if (!operation.equals("monitor") && !operation.equals("stop")) {
        throw new ParameterException(
            spec.commandLine(), "the operation is monitor or stop, not '" + operation + "'");
      }
      try (ZooKeeperClusterClient client = parent.connect()) {
        ClusterView view = client.view();
        Known.resource(view, resource);
        List<String> where = online(view, node == null ? home(view) : node);
        return ask(client, spec.commandLine(), where, Kind.RUN, resource, operation, limit);
      }
    }

    private String home(ClusterView view) {
      List<String> homes =
          Waiting.activities(view, resource).stream()
              .filter(Activity::confirmed)
              .map(Activity::node)
              .toList();
      if (homes.size() != 1) {
        throw new HaException(
            homes.isEmpty()
                ? resource + " is active nowhere: name the node where to " + operation + " it"
                : "%s is or could be active on %s: name one of them"
                    .formatted(resource, String.join(", ", homes)));
      }
      return homes.get(0);
    }
  }
}
