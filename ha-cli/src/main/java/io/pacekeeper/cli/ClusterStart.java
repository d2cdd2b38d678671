package io.pacekeeper.cli;

import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Has running JVMs take part, or step out without ending. */
final class ClusterStart {
  /** The feature set in which a JVM heeds what is wanted of it. */
  static final int NEEDED = 2;

  private ClusterStart() {}

  /** {@code pk cluster start}. */
  @Command(
      name = "start",
      description = {
        "Has running JVMs take part that wait, and waits until they do.",
        "What a JVM does when it starts is for pk cluster enable and disable to say."
      })
  static final class Start implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ClusterCommand parent;
    @Mixin private ClusterCommand.Nodes nodes;
    @Mixin private ClusterCommand.Limit limit;

    @Override
    public Integer call() throws InterruptedException {
      return bring(spec, parent, nodes, limit, true);
    }
  }

  /** {@code pk cluster stop}. */
  @Command(
      name = "stop",
      description = {
        "Has JVMs step out: everything is moved away in order, their leases are given back, and",
        "the JVMs go on and wait. One that is started anew does as it is enabled or disabled."
      })
  static final class Stop implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ClusterCommand parent;
    @Mixin private ClusterCommand.Nodes nodes;
    @Mixin private ClusterCommand.Limit limit;

    @Override
    public Integer call() throws InterruptedException {
      return bring(spec, parent, nodes, limit, false);
    }
  }

  private static int bring(
      CommandSpec spec,
      ClusterCommand parent,
      ClusterCommand.Nodes nodes,
      ClusterCommand.Limit limit,
      boolean started)
      throws InterruptedException {
    nodes.check(spec);
    Duration patience = limit.duration();
    try (ZooKeeperClusterClient client = parent.connect()) {
      List<String> names = nodes.of(ClusterLives.of(client));
      client.requireFeatureSet(NEEDED);
      String what = (started ? "start " : "stop ") + String.join(", ", names);
      LifeProgress progress =
          new LifeProgress(client, spec.commandLine().getOut(), Author.note(spec, what));
      if (started) {
        progress.start(names, patience);
      } else {
        progress.stop(names, patience);
      }
    }
    return Pk.DONE;
  }
}
