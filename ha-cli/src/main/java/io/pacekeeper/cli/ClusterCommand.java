package io.pacekeeper.cli;

import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk cluster}: who belongs to the cluster, and which JVMs take part. */
@Command(
    name = "cluster",
    description = "Sets a cluster up, has its JVMs take part and step out, and takes it away.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ClusterSetup.class,
      ClusterStart.Start.class,
      ClusterStart.Stop.class,
      ClusterEnable.Enable.class,
      ClusterEnable.Disable.class,
      ClusterNode.class,
      ClusterDestroy.class,
      ClusterStatusCommand.class
    })
final class ClusterCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: " + String.join(", ", spec.commandLine().getSubcommands().keySet()));
  }

  Pk pk() {
    return pk;
  }

  ZooKeeperClusterClient connect() {
    return pk.connect();
  }

  /** The nodes that a command is about. */
  static final class Nodes {
    @Parameters(paramLabel = "NODE", arity = "0..*", description = "The nodes.")
    private @Nullable List<String> named;

    @Option(names = "--all", description = "All nodes of the cluster.")
    private boolean all;

    /** Complains if it is not said which. */
    void check(CommandSpec command) {
      if (all == (named != null && !named.isEmpty())) {
        throw new ParameterException(command.commandLine(), "name the nodes, or say --all");
      }
    }

    /** Returns them; all of them are known before anything is changed. */
    List<String> of(ClusterLives lives) {
      if (all || named == null) {
        return List.copyOf(lives.nodes());
      }
      lives.requireNodes(named);
      return List.copyOf(new LinkedHashSet<>(named));
    }
  }

  /** How long a command waits. */
  static final class Limit {
    @Option(
        names = "--wait",
        paramLabel = "DURATION",
        defaultValue = LifeProgress.DEFAULT_LIMIT,
        description = "How long it may take, such as 30s; by default 5m.")
    private String limit = LifeProgress.DEFAULT_LIMIT;

    Duration duration() {
      return Settings.duration("wait", limit);
    }
  }
}
