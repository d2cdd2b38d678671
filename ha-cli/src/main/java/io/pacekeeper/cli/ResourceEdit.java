package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.cib.Overrides;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The commands that change a resource: what is written lies over what its code declares. */
final class ResourceEdit {
  private ResourceEdit() {}

  /** Changes some of what lies over a declaration, an empty value taking it back; then shows it. */
  private static int change(
      ResourceCommand parent,
      CommandSpec command,
      String resource,
      SortedMap<String, String> wanted) {
    boolean known = wanted.keySet().stream().noneMatch(name -> name.startsWith("op."));
    try (ZooKeeperClusterClient client = known ? parent.connectToAny() : parent.connect()) {
      ClusterView view = client.view();
      ResourceDefinition declared = Known.resource(view, resource);
      requirePossible(declared, wanted);
      ChangeNote note = Author.note(command, resource + ": " + wanted);
      boolean changed =
          !wanted.isEmpty()
              && client.change(
                  DocumentKey.CONFIG,
                  ConfigDocument.EMPTY,
                  before -> {
                    SortedMap<String, SortedMap<String, String>> all =
                        edited(before.overrides(), resource, wanted);
                    return all.equals(before.overrides())
                        ? before
                        : Verification.features(before.withOverrides(all)).with(note);
                  });
      show(command, resource, Known.config(client.view()).overrides().get(resource));
      if (!changed && !wanted.isEmpty()) {
        command.commandLine().getOut().println("it is so already; nothing changed");
      }
    }
    return Pk.DONE;
  }

  /** Complains if a resource cannot have these meta attributes and limits. */
  static void requirePossible(ResourceDefinition definition, SortedMap<String, String> wanted) {
    wanted.forEach(
        (name, value) -> {
          try {
            // A name is checked even if it is only taken back.
            Overrides.apply(definition, name, value.isEmpty() ? current(name) : value);
          } catch (IllegalArgumentException e) {
            throw new HaException(
                "%s: %s=%s is not possible: %s"
                    .formatted(definition.id(), name, value, e.getMessage()),
                e);
          }
        });
  }

  /** Returns a value that an attribute of this name can have. */
  private static String current(String name) {
    return switch (name) {
      case "target-role" -> "Started";
      case "is-managed", "maintenance", "allow-unhealthy-nodes", "interleave", "ordered" -> "true";
      case "clone-max", "clone-node-max", "clone-min", "promoted-max", "promoted-node-max" -> "1";
      case "priority", "resource-stickiness", "migration-threshold" -> "0";
      default -> {
        if (name.startsWith(Overrides.UTILIZATION)) {
          yield "0";
        }
        yield name.endsWith(".on-fail") ? "block" : "1s";
      }
    };
  }

  private static SortedMap<String, SortedMap<String, String>> edited(
      SortedMap<String, SortedMap<String, String>> overrides,
      String resource,
      SortedMap<String, String> wanted) {
    SortedMap<String, SortedMap<String, String>> all = new TreeMap<>(overrides);
    SortedMap<String, String> mine =
        new TreeMap<>(overrides.getOrDefault(resource, new TreeMap<>()));
    wanted.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            mine.remove(name);
          } else {
            mine.put(name, value);
          }
        });
    all.remove(resource);
    if (!mine.isEmpty()) {
      all.put(resource, mine);
    }
    return all;
  }

  private static void show(
      CommandSpec command, String resource, @Nullable SortedMap<String, String> overrides) {
    PrintWriter out = command.commandLine().getOut();
    out.println(
        "Resource: "
            + resource
            + (overrides == null ? ": as its code declares it" : ", over what its code declares:"));
    if (overrides != null) {
      overrides.forEach((name, value) -> out.println("  " + name + "=" + value));
    }
    out.flush();
  }

  /** {@code pk resource meta}. */
  @Command(
      name = "meta",
      sortOptions = false,
      description = {
        "Shows the meta attributes that were set of a resource, and sets them: target-role,"
            + " is-managed, maintenance, priority, resource-stickiness, migration-threshold,"
            + " failure-timeout, allow-unhealthy-nodes; of a clone clone-max, clone-node-max, clone-min, interleave and"
            + " ordered, and promoted-max and promoted-node-max if it is promotable."
      })
  static final class Meta implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ResourceCommand parent;

    @Parameters(index = "0", paramLabel = "RESOURCE", description = "The resource.")
    private String resource;

    @Parameters(
        index = "1..*",
        arity = "0..*",
        paramLabel = "NAME=VALUE",
        description = "What is set; without a value it is as the code declares it again.")
    private @Nullable List<String> settings;

    @Override
    public Integer call() {
      return change(
          parent, spec, resource, Settings.pairs(settings == null ? List.of() : settings));
    }
  }

  /** {@code pk resource utilization}. */
  @Command(
      name = "utilization",
      sortOptions = false,
      description = {
        "Shows how much resources take of what nodes have, and sets it: pk resource utilization"
            + " ledger memory=512 cpu=1",
        "It counts where placement-strategy says so: pk property set placement-strategy=balanced"
      })
  static final class Utilization implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ResourceCommand parent;

    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "RESOURCE",
        description = "The resource; else all.")
    private @Nullable String resource;

    @Parameters(
        index = "1..*",
        arity = "0..*",
        paramLabel = "NAME=VALUE",
        description = "What is set; without a value it is as the code declares it again.")
    private @Nullable List<String> settings;

    @Override
    public Integer call() {
      SortedMap<String, String> wanted = new TreeMap<>();
      Settings.pairs(settings == null ? List.of() : settings)
          .forEach((name, value) -> wanted.put(Overrides.UTILIZATION + name, value));
      String of = resource;
      if (of != null && !wanted.isEmpty()) {
        change(parent, spec, of, wanted);
      }
      try (ZooKeeperClusterClient client = parent.connectToAny()) {
        show(client.view());
      }
      return Pk.DONE;
    }

    private void show(ClusterView view) {
      String of = resource;
      if (of != null) {
        Known.resource(view, of);
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println("Resource Utilization:");
      for (ResourceDefinition definition : view.cib().resources().values()) {
        if (of == null || of.equals(definition.id())) {
          out.println("  " + definition.id() + ":");
          definition
              .needs()
              .utilization()
              .forEach((name, amount) -> out.println("    " + name + "=" + amount));
        }
      }
      if (!view.cib().options().placement().countsCapacity()) {
        out.println("It counts for nothing: placement-strategy is default.");
      }
      out.flush();
    }
  }

  /** {@code pk resource update}. */
  @Command(
      name = "update",
      sortOptions = false,
      description = "Changes limits of an operation: pk resource update ledger op start timeout=1m")
  static final class Update implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ResourceCommand parent;

    @Parameters(index = "0", paramLabel = "RESOURCE", description = "The resource.")
    private String resource;

    @Parameters(index = "1", paramLabel = "op", description = "The word op.")
    private String word;

    @Parameters(
        index = "2",
        paramLabel = "OPERATION",
        description =
            "start, stop or monitor; of what is promotable promote, demote or promoted-monitor, the"
                + " monitor of what is promoted, as well.")
    private String operation;

    @Parameters(
        index = "3..*",
        arity = "1..*",
        paramLabel = "NAME=VALUE",
        description =
            "timeout, on-fail or interval; without a value it is as the code declares it again.")
    private List<String> settings;

    @Override
    public Integer call() {
      if (!word.equals("op")) {
        throw new ParameterException(
            spec.commandLine(), "after the resource comes the word op, but it is '" + word + "'");
      }
      SortedMap<String, String> limits = new TreeMap<>();
      Settings.pairs(settings)
          .forEach((name, value) -> limits.put("op." + operation + "." + name, value));
      return change(parent, spec, resource, limits);
    }
  }
}
