package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.Claim;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * {@code pk maintenance}: everything in the cluster left alone, for as long as anybody wants it.
 */
@Command(
    name = "maintenance",
    description = "Has everything in the cluster left alone, until a moment or until taken back.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {MaintenanceCommand.On.class, MaintenanceCommand.Off.class})
final class MaintenanceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing: on or off");
  }

  /** {@code pk maintenance on}. */
  @Command(
      name = "on",
      sortOptions = false,
      description =
          "Has nothing started, stopped or monitored anywhere. What runs goes on, and is not"
              + " recovered.")
  static final class On implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private MaintenanceCommand parent;
    @Mixin private ClaimOptions options;

    @Override
    public Integer call() {
      Claim claim = options.claim();
      try (ZooKeeperClusterClient client = parent.pk.connectToUpToDate()) {
        String said =
            Claims.clusterMaintenance(client.cluster())
                .claim(client, claim, Author.note(spec, "maintenance of the cluster"));
        spec.commandLine().getOut().println(said);
      }
      return Pk.DONE;
    }
  }

  /** {@code pk maintenance off}. */
  @Command(
      name = "off",
      sortOptions = false,
      description = "Has the cluster look after everything again, unless somebody else wants this.")
  static final class Off implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private MaintenanceCommand parent;
    @Mixin private ReleaseOptions options;

    @Override
    public Integer call() {
      try (ZooKeeperClusterClient client = parent.pk.connectToUpToDate()) {
        String said =
            Claims.clusterMaintenance(client.cluster())
                .release(client, options, Author.note(spec, "maintenance of the cluster"));
        if (Known.config(client.view()).options().maintenanceMode()) {
          throw new HaException(
              client.cluster()
                  + " stays in maintenance by its property: pk property unset maintenance-mode");
        }
        spec.commandLine().getOut().println(said);
      }
      return Pk.DONE;
    }
  }
}
