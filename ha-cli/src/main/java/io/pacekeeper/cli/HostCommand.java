package io.pacekeeper.cli;

import io.pacekeeper.zookeeper.HostProofs;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk host}: the JVMs of nodes. */
@Command(
    name = "host",
    description = "Asks the JVMs of nodes who they are.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = HostCommand.Auth.class)
final class HostCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing: auth");
  }

  /** {@code pk host auth}. */
  @Command(
      name = "auth",
      sortOptions = false,
      description = {
        "Has the running JVM of each node prove that it holds the cluster's credentials.",
        "It may take part in the cluster or wait to be told to."
      })
  static final class Auth implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private HostCommand parent;

    @Parameters(paramLabel = "NODE", arity = "1..*", description = "The nodes.")
    private List<String> nodes;

    @Option(
        names = "--wait",
        paramLabel = "DURATION",
        defaultValue = "20s",
        description = "How long to wait for answers; by default 20s.")
    private String patience;

    private int failures;

    @Override
    public Integer call() throws InterruptedException {
      Duration limit = Settings.duration("wait", patience);
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        client.hostProofs().ask(nodes, System.getProperty("user.name"), limit, this::show);
      }
      return failures == 0 ? Pk.DONE : Pk.FAILED;
    }

    private void show(HostProofs.Result result) {
      if (result.authorized()) {
        spec.commandLine().getOut().println(result.node() + ": Authorized");
      } else {
        failures++;
        PrintWriter err = spec.commandLine().getErr();
        err.println("pk: " + result.node() + ": " + result.text());
      }
    }
  }
}
