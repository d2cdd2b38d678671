package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.ResourceLocation;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The commands that move resources, and keep them away from nodes. */
final class ResourceMove {
  /** How long is waited for a move unless told otherwise. */
  static final String PATIENCE = "2m";

  /** How much longer the constraint of a move lasts that nobody takes back. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private ResourceMove() {}

  /** {@code pk resource move}. */
  @Command(
      name = "move",
      sortOptions = false,
      description = {
        "Moves a resource to a node, waits until it is active there, and leaves no constraint"
            + " behind.",
        "Refused if it would not stay there by itself. What is interrupted takes itself back."
      })
  static final class Move implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ResourceCommand parent;

    @Parameters(index = "0", paramLabel = "RESOURCE", description = "The resource.")
    private String resource;

    @Parameters(index = "1", paramLabel = "NODE", description = "Where to.")
    private String node;

    @Option(
        names = "--sticky",
        description =
            "Keeps the constraint, so that it stays there until pk resource clear; see pk"
                + " constraint list.")
    private boolean sticky;

    @Option(
        names = "--wait",
        paramLabel = "DURATION",
        arity = "0..1",
        fallbackValue = PATIENCE,
        description =
            "How long is waited, by default 2m. With --sticky nothing is waited for unless this is"
                + " said.")
    private @Nullable String patience;

    @Override
    public Integer call() throws InterruptedException {
      Duration limit = Settings.duration("wait", patience == null ? PATIENCE : patience);
      ChangeNote note = Author.note(spec, "move of " + resource + " to " + node);
      try (ZooKeeperClusterClient client = parent.connect()) {
        ClusterView view = client.view();
        Relocation.requireWanted(Known.resource(view, resource));
        Known.requireNode(view, node);
        PrintWriter out = spec.commandLine().getOut();
        boolean there = Waiting.isOnlyOn(view, resource, node);
        if (there && !sticky) {
          out.println(resource + " is on " + node + " already; nothing changed");
          return Pk.DONE;
        }
        Instant until = sticky ? null : note.at().plus(limit).plus(GRACE);
        ResourceLocation location = Relocation.move(resource, node, until);
        Relocation.requirePossible(view, location, note);
        if (!sticky) {
          Relocation.requireStays(view, location, note);
        }
        Waiting waiting = new Waiting(client, out);
        waiting.begin(view, resource);
        Relocation.put(client, location, note);
        out.println(
            "%s is to move to %s%s"
                .formatted(resource, node, sticky ? " and to stay there: " + location.id() : ""));
        out.flush();
        if (!sticky) {
          moveAndForget(client, waiting, location, limit);
        } else if (patience != null && !arrives(waiting, limit)) {
          throw late(limit, "it is still to move there: " + location.id());
        }
        if (!sticky || patience != null) {
          out.println(resource + " is on " + node);
        }
      }
      return Pk.DONE;
    }

    private boolean arrives(Waiting waiting, Duration limit) throws InterruptedException {
      return waiting.await(
          resource,
          limit,
          view -> {
            waiting.requireNoFailedStart(view, resource, node);
            return Waiting.isOnlyOn(view, resource, node);
          });
    }

    private void moveAndForget(
        ZooKeeperClusterClient client, Waiting waiting, ResourceLocation location, Duration limit)
        throws InterruptedException {
      boolean arrived = false;
      try {
        arrived = arrives(waiting, limit);
      } finally {
        ChangeNote note =
            Author.note(
                spec,
                "move of %s to %s: %s".formatted(resource, node, arrived ? "done" : "taken back"));
        Relocation.takeBack(client, location, note);
      }
      if (!arrived) {
        throw late(limit, "the move was taken back");
      }
    }

    private HaException late(Duration limit, String outcome) {
      return new HaException(
          "%s is not on %s after %d ms; %s; see pk resource explain %s"
              .formatted(resource, node, limit.toMillis(), outcome, resource));
    }
  }

  /** {@code pk resource ban}. */
  @Command(
      name = "ban",
      sortOptions = false,
      description = "Keeps a resource away from a node, until a moment or until it is cleared.")
  static final class Ban implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ResourceCommand parent;

    @Parameters(index = "0", paramLabel = "RESOURCE", description = "The resource.")
    private String resource;

    @Parameters(index = "1", paramLabel = "NODE", description = "The node.")
    private String node;

    @Option(
        names = "--for",
        paramLabel = "DURATION",
        description = "How long, such as 30m or 2h. By default until pk resource clear.")
    private @Nullable String duration;

    @Override
    public Integer call() {
      Duration length = duration == null ? null : Settings.term("for", duration);
      ChangeNote note = Author.note(spec, "ban of " + resource + " from " + node);
      try (ZooKeeperClusterClient client = parent.connect()) {
        ClusterView view = client.view();
        Known.resource(view, resource);
        Known.requireNode(view, node);
        Instant until = length == null ? null : note.at().plus(length);
        ResourceLocation location = Relocation.ban(resource, node, until);
        String before = view.forecast().nodeOf(resource);
        DirectivesDocument changed = Relocation.with(Relocation.directives(view), location, note);
        String after = view.with(DocumentKey.DIRECTIVES, changed).forecast().nodeOf(resource);
        Relocation.put(client, location, note);
        PrintWriter out = spec.commandLine().getOut();
        out.println(
            "%s is kept away from %s%s: %s"
                .formatted(
                    resource,
                    node,
                    until == null ? " until pk resource clear" : " until " + Author.time(until),
                    location.id()));
        if (before != null && after == null) {
          out.println(resource + " can run on no other node now, and is stopped");
        }
        out.flush();
      }
      return Pk.DONE;
    }
  }

  /** {@code pk resource clear}. */
  @Command(
      name = "clear",
      sortOptions = false,
      description = "Takes back what moves and bans of a resource have left.")
  static final class Clear implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ResourceCommand parent;

    @Parameters(index = "0", paramLabel = "RESOURCE", description = "The resource.")
    private String resource;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "NODE",
        description = "Only what is about this node.")
    private @Nullable String node;

    @Override
    public Integer call() {
      ChangeNote note = Author.note(spec, "moves and bans of " + resource + " cleared");
      List<String> cleared = new ArrayList<>();
      Predicate<ResourceLocation> which =
          location ->
              location.resource().equals(resource)
                  && (node == null || node.equals(location.location().node()));
      try (ZooKeeperClusterClient client = parent.connect()) {
        ClusterView view = client.view();
        if (Relocation.directives(view).locations().stream().noneMatch(which)) {
          // What is cleared may be of a resource, or a node, that is not there any more.
          Known.resource(view, resource);
          if (node != null) {
            Known.requireNode(view, node);
          }
        }
        client.change(
            DocumentKey.DIRECTIVES,
            DirectivesDocument.EMPTY,
            before -> {
              cleared.clear();
              before.locations().stream()
                  .filter(which)
                  .forEach(location -> cleared.add(location.id()));
              return Relocation.without(before, which, note);
            });
        spec.commandLine()
            .getOut()
            .println(
                cleared.isEmpty()
                    ? "there is no move or ban of " + resource + " to clear; nothing changed"
                    : "removed " + String.join(", ", cleared));
      }
      return Pk.DONE;
    }
  }
}
