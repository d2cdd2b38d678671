package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.cib.ClusterProperty;
import io.pacekeeper.core.document.ClusterOptions;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk property}: the cluster's options. */
@Command(
    name = "property",
    description = "Shows, sets and describes the cluster's options.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      PropertyCommand.Show.class,
      PropertyCommand.Set.class,
      PropertyCommand.Unset.class,
      PropertyCommand.Describe.class
    })
final class PropertyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: list, set, unset or describe");
  }

  /**
   * Gives properties these values, an empty one being the default, and shows what has changed.
   *
   * @return the exit status
   */
  private int change(CommandSpec command, SortedMap<String, String> wanted) {
    // What is not possible is said before anybody is asked for anything.
    changed(ClusterOptions.DEFAULTS, wanted);
    try (ZooKeeperClusterClient client = pk.connect()) {
      ClusterOptions[] seen = new ClusterOptions[2];
      boolean written =
          client.change(
              DocumentKey.CONFIG,
              ConfigDocument.EMPTY,
              before -> {
                seen[0] = before.options();
                seen[1] = changed(before.options(), wanted);
                return seen[1].equals(seen[0])
                    ? before
                    : Verification.options(client, before.withOptions(seen[1]))
                        .with(Author.note(command, describe(wanted)));
              });
      PrintWriter out = command.commandLine().getOut();
      for (String name : wanted.keySet()) {
        String value = ClusterProperty.of(name).value(seen[1]);
        String before = ClusterProperty.of(name).value(seen[0]);
        out.println(
            written && !value.equals(before)
                ? "%s: %s (was %s)".formatted(name, value, before)
                : name + ": " + value + " already; nothing changed");
      }
    }
    return Pk.DONE;
  }

  static ClusterOptions changed(ClusterOptions options, SortedMap<String, String> wanted) {
    return Author.understood(
        () -> {
          ClusterOptions changed = options;
          for (Map.Entry<String, String> entry : wanted.entrySet()) {
            ClusterProperty property = ClusterProperty.of(entry.getKey());
            changed =
                entry.getValue().isEmpty()
                    ? property.unset(changed)
                    : property.set(changed, entry.getValue());
          }
          return changed;
        });
  }

  private static String describe(SortedMap<String, String> wanted) {
    return wanted.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .reduce((one, other) -> one + " " + other)
        .orElse("nothing");
  }

  /** {@code pk property list}. */
  @Command(
      name = "list",
      aliases = "config",
      sortOptions = false,
      description = "Shows the options that are not at their default.")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private PropertyCommand parent;

    @Option(names = "--all", description = "Shows all, and which are at their default.")
    private boolean all;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Only these.")
    private @Nullable List<String> names;

    @Override
    public Integer call() {
      Collection<ClusterProperty> named = named(names);
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        ClusterOptions options = Known.config(client.view()).options();
        PrintWriter out = spec.commandLine().getOut();
        out.println("Cluster Properties:");
        for (ClusterProperty property : named) {
          String value = property.value(options);
          boolean isDefault = value.equals(property.defaultValue());
          if (all || names != null || !isDefault) {
            out.println("  " + property.name() + ": " + value + (isDefault ? " (default)" : ""));
          }
        }
        out.flush();
      }
      return Pk.DONE;
    }
  }

  private static Collection<ClusterProperty> named(@Nullable List<String> names) {
    return names == null
        ? ClusterProperty.byName().values()
        : names.stream().map(name -> Author.understood(() -> ClusterProperty.of(name))).toList();
  }

  /** {@code pk property set}. */
  @Command(name = "set", sortOptions = false, description = "Sets options of the cluster.")
  static final class Set implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private PropertyCommand parent;

    @Parameters(
        arity = "1..*",
        paramLabel = "NAME=VALUE",
        description = "What is set; without a value it is at its default again.")
    private List<String> settings;

    @Override
    public Integer call() {
      return parent.change(spec, Settings.pairs(settings));
    }
  }

  /** {@code pk property unset}. */
  @Command(name = "unset", sortOptions = false, description = "Has options at their default again.")
  static final class Unset implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private PropertyCommand parent;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Which.")
    private List<String> names;

    @Override
    public Integer call() {
      SortedMap<String, String> wanted = new TreeMap<>();
      for (String name : names) {
        if (name.contains("=")) {
          throw new HaException("unset takes names alone, not '" + name + "'");
        }
        wanted.put(name, "");
      }
      return parent.change(spec, wanted);
    }
  }

  /** {@code pk property describe}. */
  @Command(
      name = "describe",
      sortOptions = false,
      description = "Says what options do, and what they are by default. Needs no ZooKeeper.")
  static final class Describe implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Only these.")
    private @Nullable List<String> names;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      for (ClusterProperty property : named(names)) {
        out.println(property.name());
        out.println("  Description: " + property.help());
        out.println("  Default: " + property.defaultValue());
      }
      out.flush();
      return Pk.DONE;
    }
  }
}
