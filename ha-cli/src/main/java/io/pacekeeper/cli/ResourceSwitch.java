package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.api.TargetRole;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.Claim;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The commands that stop resources, start them, and have them left alone. */
final class ResourceSwitch {
  private ResourceSwitch() {}

  /** What is said of several resources. */
  private abstract static class OfSeveral implements Callable<Integer> {
    @Spec CommandSpec spec;
    @ParentCommand ResourceCommand parent;

    @Parameters(arity = "1..*", paramLabel = "RESOURCE", description = "The resources.")
    List<String> resources;

    private interface Change {
      String of(String resource, ChangeNote note);
    }

    final void claim(
        ZooKeeperClusterClient client,
        Claim claim,
        Function<String, Claims<DirectivesDocument>> claims) {
      change(client, (resource, note) -> claims.apply(resource).claim(client, claim, note));
    }

    final void release(
        ZooKeeperClusterClient client,
        ReleaseOptions options,
        Function<String, Claims<DirectivesDocument>> claims) {
      change(client, (resource, note) -> claims.apply(resource).release(client, options, note));
    }

    private void change(ZooKeeperClusterClient client, Change change) {
      ClusterView view = client.view();
      // All of them are known before anything is changed.
      resources.forEach(resource -> Known.resource(view, resource));
      for (String resource : resources) {
        ChangeNote note = Author.note(spec, spec.name() + " of " + resource);
        spec.commandLine().getOut().println(change.of(resource, note));
      }
    }

    /** Waits until all of them are as they were to become; not at all without a limit. */
    final void await(
        ZooKeeperClusterClient client,
        @Nullable Duration limit,
        String state,
        String complaint,
        BiPredicate<ClusterView, String> reached)
        throws InterruptedException {
      if (limit == null) {
        return;
      }
      Waiting waiting = new Waiting(client, spec.commandLine().getOut());
      for (String resource : resources) {
        if (!waiting.await(resource, limit, view -> reached.test(view, resource))) {
          throw new HaException(
              "%s is not %s after %d ms%s: see pk resource explain %s"
                  .formatted(resource, state, limit.toMillis(), complaint, resource));
        }
        spec.commandLine().getOut().println(resource + " is " + state);
      }
    }
  }

  private static @Nullable Duration limit(@Nullable String patience) {
    return patience == null ? null : Settings.duration("wait", patience);
  }

  private static boolean isStopped(ClusterView view, String resource) {
    return Waiting.activities(view, resource).isEmpty();
  }

  private static boolean isStarted(ClusterView view, String resource) {
    return Waiting.activities(view, resource).stream().anyMatch(Waiting::isStarted);
  }

  /** {@code pk resource disable}. */
  @Command(
      name = "disable",
      sortOptions = false,
      description = "Has resources stopped, until a moment or until they are enabled.")
  static final class Disable extends OfSeveral {
    @Mixin private ClaimOptions options;

    @Option(
        names = "--wait",
        paramLabel = "DURATION",
        arity = "0..1",
        fallbackValue = ResourceMove.PATIENCE,
        description = "Waits until they are stopped, 2m if it is not said how long.")
    private @Nullable String patience;

    @Override
    public Integer call() throws InterruptedException {
      Duration limit = limit(patience);
      Claim claim = options.claim();
      try (ZooKeeperClusterClient client = parent.connect()) {
        claim(client, claim, Claims::disabled);
        await(client, limit, "stopped", ", and is still to be", ResourceSwitch::isStopped);
      }
      return Pk.DONE;
    }
  }

  /** {@code pk resource enable}. */
  @Command(
      name = "enable",
      sortOptions = false,
      description =
          "Lets the cluster run resources again, unless somebody else wants them stopped.")
  static final class Enable extends OfSeveral {
    @Mixin private ReleaseOptions options;

    @Option(
        names = "--wait",
        paramLabel = "DURATION",
        arity = "0..1",
        fallbackValue = ResourceMove.PATIENCE,
        description = "Waits until they are started, 2m if it is not said how long.")
    private @Nullable String patience;

    @Override
    public Integer call() throws InterruptedException {
      Duration limit = limit(patience);
      try (ZooKeeperClusterClient client = parent.connect()) {
        release(client, options, Claims::disabled);
        ClusterView view = client.view();
        resources.forEach(resource -> requireWanted(view, resource));
        await(client, limit, "started", "", ResourceSwitch::isStarted);
      }
      return Pk.DONE;
    }

    private static void requireWanted(ClusterView view, String resource) {
      boolean stopped = Known.resource(view, resource).targetRole() == TargetRole.STOPPED;
      boolean claimed =
          !DirectivesDocument.of(Relocation.directives(view).stopped(), resource).isEmpty();
      if (stopped && !claimed) {
        throw new HaException(
            "%s stays stopped by its target-role: pk resource meta %s target-role=Started"
                .formatted(resource, resource));
      }
    }
  }

  /** {@code pk resource maintenance}. */
  @Command(
      name = "maintenance",
      sortOptions = false,
      description = "Has resources left alone: they are neither started nor stopped nor monitored.")
  static final class Maintenance extends OfSeveral {
    @Mixin private ClaimOptions options;

    @Override
    public Integer call() {
      Claim claim = options.claim();
      try (ZooKeeperClusterClient client = parent.connect()) {
        claim(client, claim, Claims::resourceMaintenance);
      }
      return Pk.DONE;
    }
  }

  /** {@code pk resource unmaintenance}. */
  @Command(
      name = "unmaintenance",
      sortOptions = false,
      description = "Has the cluster look after resources again, unless somebody else wants this.")
  static final class Unmaintenance extends OfSeveral {
    @Mixin private ReleaseOptions options;

    @Override
    public Integer call() {
      try (ZooKeeperClusterClient client = parent.connect()) {
        release(client, options, Claims::resourceMaintenance);
      }
      return Pk.DONE;
    }
  }

  /** {@code pk resource restart}. */
  @Command(
      name = "restart",
      sortOptions = false,
      description = {
        "Stops a resource and starts it again, in order with what depends on it, and waits for"
            + " that.",
        "What is interrupted takes itself back."
      })
  static final class Restart implements Callable<Integer> {
    /** How much longer it stays stopped at most if this command dies. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    @Spec private CommandSpec spec;
    @ParentCommand private ResourceCommand parent;

    @Parameters(paramLabel = "RESOURCE", description = "The resource.")
    private String resource;

    @Option(
        names = "--wait",
        paramLabel = "DURATION",
        defaultValue = ResourceMove.PATIENCE,
        description = "How long stopping and starting may take each, by default 2m.")
    private String patience;

    @Override
    public Integer call() throws InterruptedException {
      Duration limit = Settings.duration("wait", patience);
      try (ZooKeeperClusterClient client = parent.connect()) {
        ClusterView view = client.view();
        Relocation.requireWanted(Known.resource(view, resource));
        if (!isStarted(view, resource)) {
          throw new HaException(
              resource + " is not active, so there is nothing to restart; nothing changed");
        }
        PrintWriter out = spec.commandLine().getOut();
        Waiting waiting = new Waiting(client, out);
        waiting.begin(view, resource);
        stop(client, waiting, limit);
        out.println(resource + ": stopped");
        out.flush();
        boolean started =
            waiting.await(
                resource,
                limit,
                later -> {
                  requirePlace(later, resource);
                  return isStarted(later, resource);
                });
        if (!started) {
          throw new HaException(
              "%s was stopped, and is not started again after %d ms: see pk resource explain %s"
                  .formatted(resource, limit.toMillis(), resource));
        }
        out.println(resource + " was restarted");
      }
      return Pk.DONE;
    }

    private static void requirePlace(ClusterView view, String resource) {
      if (isStopped(view, resource) && view.forecast().nodeOf(resource) == null) {
        throw new HaException(
            "%s was stopped, and can run nowhere now: see pk resource explain %s"
                .formatted(resource, resource));
      }
    }

    private void stop(ZooKeeperClusterClient client, Waiting waiting, Duration limit)
        throws InterruptedException {
      ChangeNote note = Author.note(spec, "restart of " + resource);
      String owner = "restart by " + Author.name();
      Claims<DirectivesDocument> stopped = Claims.disabled(resource);
      stopped.claim(
          client, new Claim(owner, "", note.at(), note.at().plus(limit).plus(GRACE)), note);
      boolean done = false;
      try {
        done = waiting.await(resource, limit, view -> isStopped(view, resource));
      } finally {
        stopped.releaseOwn(client, owner, Author.note(spec, "restart of " + resource));
      }
      if (!done) {
        throw new HaException(
            "%s is not stopped after %d ms; it is not to be stopped any more, see pk resource explain %s"
                .formatted(resource, limit.toMillis(), resource));
      }
    }
  }
}
