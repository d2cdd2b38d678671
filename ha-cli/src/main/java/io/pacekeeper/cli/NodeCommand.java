package io.pacekeeper.cli;

import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk node}: what an administrator says of a node. */
@Command(
    name = "node",
    description = "Puts nodes in standby and takes them out of it.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {NodeCommand.Standby.class, NodeCommand.Unstandby.class})
final class NodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing: standby or unstandby");
  }

  private int setStandby(CommandSpec command, String node, boolean standby) {
    try (ZooKeeperClusterClient client = pk.connect()) {
      ChangeNote note =
          new ChangeNote(System.getProperty("user.name"), command.qualifiedName(), Instant.now());
      boolean changed = client.setStandby(node, standby, note);
      String state = standby ? " is in standby" : " is not in standby";
      command
          .commandLine()
          .getOut()
          .println(node + state + (changed ? " from now on" : " already; nothing changed"));
    }
    return Pk.DONE;
  }

  /** {@code pk node standby}. */
  @Command(
      name = "standby",
      description = "Has everything moved away from a node, and nothing started on it.")
  static final class Standby implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private NodeCommand parent;

    @Parameters(paramLabel = "NODE", description = "The node.")
    private String node;

    @Override
    public Integer call() {
      return parent.setStandby(spec, node, true);
    }
  }

  /** {@code pk node unstandby}. */
  @Command(name = "unstandby", description = "Lets resources run on a node again.")
  static final class Unstandby implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private NodeCommand parent;

    @Parameters(paramLabel = "NODE", description = "The node.")
    private String node;

    @Override
    public Integer call() {
      return parent.setStandby(spec, node, false);
    }
  }
}
