package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient.CommitResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk config}: all that administrators say of what the cluster runs, in one file. */
@Command(
    name = "config",
    description = "Shows the configuration as a file, compares it with one, and applies one.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ConfigCommand.Show.class, ConfigCommand.Diff.class, ConfigCommand.Apply.class})
final class ConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing: show, diff or apply");
  }

  /** The configuration as it is stored. */
  private record Current(@Nullable Stored stored, ConfigDocument config, ConfigFile file) {
    static Current of(ZooKeeperClusterClient client) {
      Stored stored = client.read(DocumentKey.CONFIG);
      ConfigDocument read = stored == null ? null : stored.as(ConfigDocument.class);
      if (stored != null && read == null) {
        throw new HaException("config cannot be read: " + stored.problem());
      }
      ConfigDocument config = read == null ? ConfigDocument.EMPTY : read;
      long version = stored == null ? 0 : stored.modified();
      return new Current(stored, config, ConfigFile.of(client.cluster(), version, config));
    }
  }

  /** {@code pk config show}. */
  @Command(
      name = "show",
      sortOptions = false,
      description =
          "Shows properties, what was set of resources, and constraints, as JSON to be edited and"
              + " applied.")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ConfigCommand parent;

    @Override
    public Integer call() {
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        spec.commandLine().getOut().println(Current.of(client).file().toJson());
      }
      return Pk.DONE;
    }
  }

  /** {@code pk config diff}. */
  @Command(
      name = "diff",
      sortOptions = false,
      description = "Shows what a file has different from the configuration.")
  static final class Diff implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ConfigCommand parent;

    @Parameters(paramLabel = "FILE", description = "The file.")
    private Path file;

    @Override
    public Integer call() {
      ConfigFile wanted = ConfigFile.read(file);
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        requireCluster(file, wanted, client);
        List<String> differences = differences(Current.of(client).file(), wanted);
        PrintWriter out = spec.commandLine().getOut();
        differences.forEach(out::println);
        if (differences.isEmpty()) {
          out.println("there is no difference");
        }
        out.flush();
      }
      return Pk.DONE;
    }
  }

  private static void requireCluster(Path file, ConfigFile wanted, ZooKeeperClusterClient client) {
    if (!wanted.cluster().equals(client.cluster())) {
      throw new HaException(
          "%s is of the cluster %s, and this is %s"
              .formatted(file, wanted.cluster(), client.cluster()));
    }
  }

  private static List<String> differences(ConfigFile before, ConfigFile after) {
    SortedMap<String, String> old = before.lines();
    SortedMap<String, String> now = after.lines();
    TreeSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      String was = old.get(name);
      String is = now.get(name);
      if (was != null && !was.equals(is)) {
        lines.add("- " + name + ": " + was);
      }
      if (is != null && !is.equals(was)) {
        lines.add("+ " + name + ": " + is);
      }
    }
    return lines;
  }

  /** {@code pk config apply}. */
  @Command(
      name = "apply",
      sortOptions = false,
      description = {
        "Has the configuration say what a file says, if nobody has changed it since the file was"
            + " taken from it.",
        "Nothing is written if any of it is not possible."
      })
  static final class Apply implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ConfigCommand parent;

    @Parameters(paramLabel = "FILE", description = "The file.")
    private Path file;

    @Option(
        names = "--dry-run",
        description = "Writes nothing, and shows what would change and what the cluster would do.")
    private boolean dry;

    @Override
    public Integer call() {
      ConfigFile wanted = ConfigFile.read(file);
      try (ZooKeeperClusterClient client = parent.pk.connectToUpToDate()) {
        requireCluster(file, wanted, client);
        Current current = Current.of(client);
        if (current.file().version() != wanted.version()) {
          throw changedMeanwhile(current);
        }
        PrintWriter out = spec.commandLine().getOut();
        ConfigDocument changed = ConfigChange.of(client, current.config(), wanted);
        List<String> differences = differences(current.file(), wanted);
        differences.forEach(out::println);
        if (differences.isEmpty()) {
          out.println("there is no difference; nothing changed");
        } else if (dry) {
          showForecast(out, client.view(), changed);
        } else {
          write(client, current, changed);
          out.println("applied; pk config show has the version to go on from");
        }
        out.flush();
      }
      return Pk.DONE;
    }

    private static void showForecast(PrintWriter out, ClusterView view, ConfigDocument changed) {
      List<String> actions = view.with(DocumentKey.CONFIG, changed).forecast().actions();
      out.println(actions.isEmpty() ? "The cluster would do nothing." : "The cluster would:");
      actions.forEach(action -> out.println("  " + action));
      out.println("Nothing was written.");
    }

    private void write(ZooKeeperClusterClient client, Current current, ConfigDocument changed) {
      ChangeNote note = Author.note(spec, "applied " + file.getFileName());
      ConfigDocument noted = changed.with(note);
      Stored stored = current.stored();
      CommitResult result =
          client.commit(
              Transaction.of(
                  stored == null
                      ? new Transaction.Create(DocumentKey.CONFIG, noted)
                      : new Transaction.Set(DocumentKey.CONFIG, stored.version(), noted)));
      if (result instanceof CommitResult.Written) {
        return;
      }
      Current now = Current.of(client);
      if (!now.config().equals(noted)) {
        if (result instanceof CommitResult.Unknown) {
          throw new HaException(
              "nobody knows whether it was written, as the connection was lost: see pk config diff "
                  + file);
        }
        throw changedMeanwhile(now);
      }
    }

    private HaException changedMeanwhile(Current current) {
      ChangeNote change = current.config().change();
      String who =
          change == null
              ? ""
              : " by %s via %s at %s"
                  .formatted(change.by(), change.via(), Author.time(change.at()));
      return new HaException(
          "the configuration was changed since %s was taken from it%s; nothing changed: take a new one by pk config show, and see pk config diff"
              .formatted(file, who));
    }
  }
}
