package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.api.LocationConstraint;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.api.Score;
import io.pacekeeper.core.cib.AttributeValue;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.ConfigDocument.Application;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.ResourceLocation;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk constraint}: where resources are to be and where not. */
@Command(
    name = "constraint",
    description = "Shows location constraints, adds and removes them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ConstraintCommand.Show.class, ConstraintCommand.Location.class})
final class ConstraintCommand implements Callable<Integer> {
  /** How many constraints an administrator may make. */
  static final int MOST = 1000;

  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing: list or location");
  }

  /** {@code pk constraint list}. */
  @Command(
      name = "list",
      aliases = "config",
      sortOptions = false,
      description =
          "Shows what code declares, what administrators added, and what moves and bans left.")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ConstraintCommand parent;

    @Parameters(arity = "0..1", paramLabel = "RESOURCE", description = "Only of this resource.")
    private @Nullable String resource;

    @Override
    public Integer call() {
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        ClusterView view = client.view();
        ConfigDocument config = Known.config(view);
        if (resource != null) {
          Known.resource(view, resource);
        }
        List<String> lines = new ArrayList<>();
        for (Application application : config.applications().values()) {
          for (ResourceDefinition definition : application.resources().values()) {
            definition
                .locations()
                .forEach(of -> add(lines, definition.id(), of, "declared by its code"));
          }
        }
        config.constraints().forEach(of -> add(lines, of, view.now()));
        Relocation.directives(view).locations().forEach(of -> add(lines, of, view.now()));
        PrintWriter out = spec.commandLine().getOut();
        out.println("Location Constraints:");
        lines.forEach(line -> out.println("  " + line));
        out.flush();
      }
      return Pk.DONE;
    }

    private void add(List<String> lines, ResourceLocation of, Instant now) {
      Instant until = of.until();
      String end =
          until == null
              ? ""
              : of.holds(now) ? ", until " + Author.time(until) : ", ended " + Author.time(until);
      add(lines, of.resource(), of.location(), "id: " + of.id() + end);
    }

    private void add(List<String> lines, String of, LocationConstraint location, String more) {
      if (resource == null || resource.equals(of)) {
        lines.add("%s (%s)".formatted(describe(of, location), more));
      }
    }
  }

  /** Returns a constraint in the words of pcs. */
  static String describe(String resource, LocationConstraint location) {
    String score = Score.format(Math.abs(location.score()));
    String verb = location.score() < 0 ? "avoids" : "prefers";
    return location.node() != null
        ? "resource '%s' %s node '%s' with score %s"
            .formatted(resource, verb, location.node(), score)
        : "resource '%s' %s nodes where '%s' with score %s"
            .formatted(resource, verb, location.rule(), score);
  }

  /** {@code pk constraint location}. */
  @Command(
      name = "location",
      description = "Adds location constraints and removes them.",
      synopsisSubcommandLabel = "COMMAND",
      subcommands = {ConstraintCommand.Add.class, ConstraintCommand.Remove.class})
  static final class Location implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ConstraintCommand parent;

    @Override
    public Integer call() {
      throw new ParameterException(spec.commandLine(), "a command is missing: add or remove");
    }
  }

  /** {@code pk constraint location add}. */
  @Command(
      name = "add",
      sortOptions = false,
      description = "Has a resource prefer a node, or avoid it by a score below zero.")
  static final class Add implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private Location parent;

    @Parameters(index = "0", paramLabel = "ID", description = "The constraint's id, a new one.")
    private String id;

    @Parameters(index = "1", paramLabel = "RESOURCE", description = "The resource.")
    private String resource;

    @Parameters(index = "2", paramLabel = "NODE", description = "The node.")
    private String node;

    @Parameters(
        index = "3",
        paramLabel = "SCORE",
        description = "How much: a whole number, INFINITY or -INFINITY.")
    private String score;

    @Option(
        names = "--for",
        paramLabel = "DURATION",
        description = "How long, such as 30m or 2h. By default until it is removed.")
    private @Nullable String duration;

    @Override
    public Integer call() {
      ResourceLocation location = location(Instant.now());
      try (ZooKeeperClusterClient client = parent.parent.pk.connectToUpToDate()) {
        ClusterView view = client.view();
        Known.resource(view, resource);
        Known.requireNode(view, node);
        if (Relocation.directives(view).locations().stream().anyMatch(of -> of.id().equals(id))) {
          throw taken();
        }
        if (!client.change(
            DocumentKey.CONFIG, ConfigDocument.EMPTY, before -> with(before, location))) {
          throw taken();
        }
        spec.commandLine().getOut().println(describe(resource, location.location()));
      }
      return Pk.DONE;
    }

    private ResourceLocation location(Instant now) {
      Instant until = duration == null ? null : now.plus(Settings.term("for", duration));
      return Author.understood(
          () ->
              new ResourceLocation(id, resource, LocationConstraint.onNode(node, score()), until));
    }

    private ConfigDocument with(ConfigDocument before, ResourceLocation location) {
      for (ResourceLocation other : before.constraints()) {
        if (other.id().equals(id)) {
          // Equal is what a try has written that had no answer: then there is nothing to change.
          if (other.equals(location)) {
            return before;
          }
          throw taken();
        }
      }
      List<ResourceLocation> all = new ArrayList<>(before.constraints());
      all.add(location);
      if (all.size() > MOST) {
        throw new HaException("there are " + MOST + " constraints, and may be no more");
      }
      return before.withConstraints(all).with(Author.note(spec, "constraint " + id));
    }

    private int score() {
      try {
        return AttributeValue.score(score);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "the score " + score + " is not possible: " + e.getMessage(), e);
      }
    }

    private HaException taken() {
      return new HaException(
          "there is a constraint %s already: remove it first, or choose another id".formatted(id));
    }
  }

  /** {@code pk constraint location remove}. */
  @Command(
      name = "remove",
      aliases = "delete",
      sortOptions = false,
      description = "Removes location constraints, those of moves and bans included.")
  static final class Remove implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private Location parent;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "Their ids.")
    private List<String> ids;

    @Override
    public Integer call() {
      ChangeNote note = Author.note(spec, "constraints removed: " + String.join(", ", ids));
      try (ZooKeeperClusterClient client = parent.parent.pk.connectToUpToDate()) {
        ClusterView view = client.view();
        List<String> made = ids(Known.config(view).constraints());
        List<String> moves = ids(Relocation.directives(view).locations());
        for (String id : ids) {
          if (!made.contains(id) && !moves.contains(id)) {
            List<String> all = new ArrayList<>(made);
            all.addAll(moves);
            throw Known.nothing("constraint", id, all);
          }
        }
        if (ids.stream().anyMatch(made::contains)) {
          client.change(
              DocumentKey.CONFIG,
              ConfigDocument.EMPTY,
              before -> {
                List<ResourceLocation> left = new ArrayList<>(before.constraints());
                return left.removeIf(of -> ids.contains(of.id()))
                    ? before.withConstraints(left).with(note)
                    : before;
              });
        }
        if (ids.stream().anyMatch(moves::contains)) {
          client.change(
              DocumentKey.DIRECTIVES,
              DirectivesDocument.EMPTY,
              before -> Relocation.without(before, of -> ids.contains(of.id()), note));
        }
        spec.commandLine().getOut().println("removed " + String.join(", ", ids));
      }
      return Pk.DONE;
    }

    private static List<String> ids(List<ResourceLocation> locations) {
      return locations.stream().map(ResourceLocation::id).toList();
    }
  }
}
