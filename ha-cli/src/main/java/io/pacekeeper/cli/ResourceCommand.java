package io.pacekeeper.cli;

import io.pacekeeper.api.ClusterStatus.Activity;
import io.pacekeeper.api.Explanation;
import io.pacekeeper.api.HaException;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk resource}: what an administrator wants to know of a resource. */
@Command(
    name = "resource",
    description = "Says where resources are and why, moves, stops, changes and repairs them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ResourceCommand.Explain.class,
      ResourceCommand.Locate.class,
      ResourceMove.Move.class,
      ResourceMove.Ban.class,
      ResourceMove.Clear.class,
      ResourceSwitch.Enable.class,
      ResourceSwitch.Disable.class,
      ResourceSwitch.Restart.class,
      ResourceSwitch.Maintenance.class,
      ResourceSwitch.Unmaintenance.class,
      ResourceRepair.Cleanup.class,
      ResourceRepair.Refresh.class,
      ResourceRepair.Debug.class,
      ResourceEdit.Meta.class,
      ResourceEdit.Update.class,
      ResourceEdit.Utilization.class
    })
final class ResourceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: explain, locate, move, ban, clear, enable, disable, restart,"
            + " maintenance, unmaintenance, cleanup, refresh, debug, meta, update or utilization");
  }

  /** Connects to a cluster whose nodes have to understand directives and requests. */
  ZooKeeperClusterClient connect() {
    return pk.connectToUpToDate();
  }

  /** Connects to a cluster whatever its nodes understand. */
  ZooKeeperClusterClient connectToAny() {
    return pk.connect();
  }

  /** {@code pk resource locate}. */
  @Command(name = "locate", sortOptions = false, description = "Says where a resource is.")
  static final class Locate implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ResourceCommand parent;

    @Parameters(paramLabel = "RESOURCE", description = "The resource.")
    private String resource;

    @Override
    public Integer call() {
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        ClusterView view = client.view();
        Known.resource(view, resource);
        PrintWriter out = spec.commandLine().getOut();
        List<Activity> places = Waiting.activities(view, resource);
        for (Activity place : places) {
          boolean certain = Waiting.isStarted(place);
          out.println(
              certain
                  ? "resource %s is running on: %s".formatted(resource, place.node())
                  : "resource %s could be active on: %s (%s)"
                      .formatted(
                          resource, place.node(), place.phase().name().toLowerCase(Locale.ROOT)));
        }
        if (places.isEmpty()) {
          out.println("resource " + resource + " is NOT running");
        }
        out.flush();
      }
      return Pk.DONE;
    }
  }

  /** {@code pk resource explain}. */
  @Command(
      name = "explain",
      description =
          "Shows why a resource is where it is, and what speaks for and against each node.")
  static final class Explain implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ResourceCommand parent;

    @Parameters(index = "0", paramLabel = "RESOURCE", description = "The resource.")
    private String resource;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "NODE",
        description = "Only what speaks for and against this node.")
    private @Nullable String node;

    @Option(names = "--json", description = "Shows it as JSON.")
    private boolean json;

    @Override
    public Integer call() {
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        ClusterView view = client.view();
        Explanation explanation = Explained.on(explain(view), node);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
          out.println(Explained.json(explanation));
        } else {
          out.print(explanation.toText());
          Activations.of(view.status(), resource).forEach(out::println);
        }
        out.flush();
      }
      return Pk.DONE;
    }

    private Explanation explain(ClusterView view) {
      Set<String> known = view.cib().resources().keySet();
      if (!known.isEmpty() && !known.contains(resource)) {
        throw Explained.unknown("resource", resource, known);
      }
      try {
        return view.explain(resource);
      } catch (IllegalArgumentException e) {
        throw new HaException(String.valueOf(e.getMessage()), e);
      }
    }
  }
}
