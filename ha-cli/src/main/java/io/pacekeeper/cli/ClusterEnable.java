package io.pacekeeper.cli;

import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Says what a node's JVM does when it starts; one that is running goes on as it is. */
final class ClusterEnable {
  private ClusterEnable() {}

  /** {@code pk cluster enable}. */
  @Command(
      name = "enable",
      description = {
        "Has JVMs of these nodes take part as soon as they start.",
        "One that is running goes on as it is."
      })
  static final class Enable implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ClusterCommand parent;
    @Mixin private ClusterCommand.Nodes nodes;

    @Override
    public Integer call() {
      return say(spec, parent, nodes, true);
    }
  }

  /** {@code pk cluster disable}. */
  @Command(
      name = "disable",
      description = {
        "Has JVMs of these nodes wait when they start, until pk cluster start.",
        "One that is running goes on as it is."
      })
  static final class Disable implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ClusterCommand parent;
    @Mixin private ClusterCommand.Nodes nodes;

    @Override
    public Integer call() {
      return say(spec, parent, nodes, false);
    }
  }

  private static int say(
      CommandSpec spec, ClusterCommand parent, ClusterCommand.Nodes nodes, boolean enabled) {
    nodes.check(spec);
    try (ZooKeeperClusterClient client = parent.connect()) {
      ClusterLives lives = ClusterLives.of(client);
      List<String> names = nodes.of(lives);
      client.requireFeatureSet(ClusterStart.NEEDED);
      ConfigDocument before = lives.config();
      String word = enabled ? "enabled" : "disabled";
      ChangeNote note = Author.note(spec, spec.name() + " " + String.join(", ", names));
      LifeChange.change(
          client,
          config -> {
            LifeChange change = LifeChange.of(config, note);
            lives.lives(names).stream()
                .filter(life -> config.participation(life.name()).enabled() != enabled)
                .forEach(life -> change.enable(life, enabled));
            return change.in(config);
          });
      PrintWriter out = spec.commandLine().getOut();
      for (String name : names) {
        boolean already = before.participation(name).enabled() == enabled;
        out.println(name + ": " + word + (already ? " already" : ""));
      }
    }
    return Pk.DONE;
  }
}
