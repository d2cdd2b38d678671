package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.Claim;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk node}: what an administrator says of a node. */
@Command(
    name = "node",
    description = "Puts nodes in standby and in maintenance, and says what they are like.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      NodeCommand.Standby.class,
      NodeCommand.Unstandby.class,
      NodeCommand.Maintenance.class,
      NodeCommand.Unmaintenance.class,
      NodeAttribute.class,
      NodeUtilization.class
    })
final class NodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: standby, unstandby, maintenance, unmaintenance, attribute or"
            + " utilization");
  }

  ZooKeeperClusterClient connect() {
    return pk.connect();
  }

  /** The nodes that a command is about. */
  static final class Nodes {
    @Parameters(paramLabel = "NODE", arity = "0..*", description = "The nodes.")
    private @Nullable List<String> named;

    @Option(names = "--all", description = "All nodes that the cluster knows.")
    private boolean all;

    /** Complains unless it is said which, before anybody is asked for anything. */
    void requireSaid(CommandSpec command) {
      if (all == (named != null && !named.isEmpty())) {
        throw new ParameterException(command.commandLine(), "name the nodes, or say --all");
      }
    }

    List<String> of(ZooKeeperClusterClient client) {
      List<String> names = named == null ? List.of() : named;
      // All of them are known before anything is changed.
      names.forEach(client::requireNode);
      return all ? List.copyOf(client.view().cib().nodes().keySet()) : names;
    }
  }

  private int claim(
      CommandSpec command,
      Nodes nodes,
      ClaimOptions options,
      Function<String, Claims<NodeDocument>> claims) {
    nodes.requireSaid(command);
    Claim claim = options.claim();
    // An older node would not end it.
    boolean ends = claim.until() != null;
    try (ZooKeeperClusterClient client = ends ? pk.connectToUpToDate() : connect()) {
      for (String node : nodes.of(client)) {
        ChangeNote note = Author.note(command, command.name() + " of " + node);
        command.commandLine().getOut().println(claims.apply(node).claim(client, claim, note));
      }
    }
    return Pk.DONE;
  }

  private int release(
      CommandSpec command,
      Nodes nodes,
      ReleaseOptions options,
      Function<String, Claims<NodeDocument>> claims) {
    nodes.requireSaid(command);
    int status = Pk.DONE;
    try (ZooKeeperClusterClient client = connect()) {
      for (String node : nodes.of(client)) {
        ChangeNote note = Author.note(command, command.name() + " of " + node);
        try {
          command.commandLine().getOut().println(claims.apply(node).release(client, options, note));
        } catch (HaException e) {
          // The others are released all the same.
          command.commandLine().getErr().println("pk: " + e.getMessage());
          status = Pk.FAILED;
        }
      }
    }
    return status;
  }

  /** {@code pk node standby}. */
  @Command(
      name = "standby",
      sortOptions = false,
      description = "Has everything moved away from a node, and nothing started on it.")
  static final class Standby implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private NodeCommand parent;
    @Mixin private Nodes nodes;
    @Mixin private ClaimOptions options;

    @Override
    public Integer call() {
      return parent.claim(spec, nodes, options, Claims::standby);
    }
  }

  /** {@code pk node unstandby}. */
  @Command(
      name = "unstandby",
      sortOptions = false,
      description = "Lets resources run on a node again, unless somebody else wants it in standby.")
  static final class Unstandby implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private NodeCommand parent;
    @Mixin private Nodes nodes;
    @Mixin private ReleaseOptions options;

    @Override
    public Integer call() {
      return parent.release(spec, nodes, options, Claims::standby);
    }
  }

  /** {@code pk node maintenance}. */
  @Command(
      name = "maintenance",
      sortOptions = false,
      description =
          "Has what runs on a node left alone: nothing is started, stopped or monitored there.")
  static final class Maintenance implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private NodeCommand parent;
    @Mixin private Nodes nodes;
    @Mixin private ClaimOptions options;

    @Override
    public Integer call() {
      return parent.claim(spec, nodes, options, Claims::maintenance);
    }
  }

  /** {@code pk node unmaintenance}. */
  @Command(
      name = "unmaintenance",
      sortOptions = false,
      description =
          "Has the cluster look after a node again, unless somebody else wants it in maintenance.")
  static final class Unmaintenance implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private NodeCommand parent;
    @Mixin private Nodes nodes;
    @Mixin private ReleaseOptions options;

    @Override
    public Integer call() {
      return parent.release(spec, nodes, options, Claims::maintenance);
    }
  }
}
