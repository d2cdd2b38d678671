package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.api.fencing.FencingAction;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FencingDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk fence}: who is to be dead, who is, and how that is known. */
@Command(
    name = "fence",
    description = "Has nodes fenced, shows who was confirmed dead, and confirms it by hand.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      FenceCommand.Node.class,
      FenceCommand.Withdraw.class,
      FenceCommand.History.class,
      FenceCommand.Confirm.class
    })
final class FenceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: node, withdraw, history or confirm");
  }

  /** {@code pk fence node}. */
  @Command(
      name = "node",
      description = {
        "Has a node fenced, dead or alive: by the devices that are for it, else by its lease.",
        "What it runs is started elsewhere as soon as it is confirmed dead."
      })
  static final class Node implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private FenceCommand parent;

    @Parameters(paramLabel = "NODE", description = "The node.")
    private String node;

    @ArgGroup private Action action = new Action();

    @Option(
        names = "--wait",
        paramLabel = "DURATION",
        arity = "0..1",
        fallbackValue = "5m",
        description =
            "Waits, 5m if it is not said how long, and tells what becomes of it; fails if it is not"
                + " confirmed dead by then.")
    private @Nullable String patience;

    /** What is done to the host; one of the two, or what the cluster's options say. */
    static final class Action {
      @Option(names = "--off", description = "Has its host switched off.")
      private boolean off;

      @Option(names = "--reboot", description = "Has its host switched off and on again.")
      private boolean reboot;

      private @Nullable FencingAction wanted() {
        return off ? FencingAction.OFF : reboot ? FencingAction.REBOOT : null;
      }
    }

    @Override
    public Integer call() throws InterruptedException {
      Duration limit = patience == null ? null : Settings.duration("wait", patience);
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        ManualRequest request = new ManualRequest(client, node, spec.commandLine().getOut());
        FencingDocument.Request put = request.put(action.wanted(), System.getProperty("user.name"));
        if (limit != null) {
          request.await(put, limit);
        }
      }
      return Pk.DONE;
    }
  }

  /** {@code pk fence withdraw}. */
  @Command(name = "withdraw", description = "Takes back that a node is to be fenced.")
  static final class Withdraw implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private FenceCommand parent;

    @Parameters(paramLabel = "NODE", description = "The node.")
    private String node;

    @Override
    public Integer call() {
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        new ManualRequest(client, node, spec.commandLine().getOut()).withdraw();
      }
      return Pk.DONE;
    }
  }

  /** {@code pk fence history}. */
  @Command(
      name = "history",
      description = "Shows which incarnations were confirmed dead, oldest first.")
  static final class History implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private FenceCommand parent;

    @Parameters(paramLabel = "NODE", arity = "0..1", description = "Only of this node.")
    private @Nullable String node;

    @Override
    public Integer call() {
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        SortedMap<Instant, String> lines = new TreeMap<>();
        for (Stored stored : client.documents()) {
          String name = stored.key().node();
          if (stored.key().kind() == DocumentKey.Kind.FENCING
              && (node == null || node.equals(name))) {
            describe(name, stored, lines);
          }
        }
        PrintWriter out = spec.commandLine().getOut();
        lines.values().forEach(out::println);
        if (lines.isEmpty()) {
          out.println("nobody was fenced" + (node == null ? "" : " by the name " + node));
        }
      }
      return Pk.DONE;
    }

    private static void describe(String node, Stored stored, SortedMap<Instant, String> lines) {
      FencingDocument history = stored.as(FencingDocument.class);
      if (history == null) {
        throw new HaException(stored.key().path() + " cannot be read: " + stored.problem());
      }
      history
          .attempts()
          .forEach(
              attempt ->
                  add(
                      lines,
                      attempt.at(),
                      "%s  %s: %s by %s %s: %s"
                          .formatted(
                              attempt.at(),
                              node,
                              word(attempt.action()),
                              attempt.device(),
                              word(attempt.outcome()),
                              attempt.detail())));
      history
          .confirmations()
          .forEach(
              confirmation ->
                  add(
                      lines,
                      confirmation.at(),
                      "%s  %s: confirmed dead by %s, incarnation %s, said by %s%s"
                          .formatted(
                              confirmation.at(),
                              node,
                              word(confirmation.means()),
                              confirmation.incarnation(),
                              confirmation.by(),
                              confirmation.detail().isEmpty()
                                  ? ""
                                  : " (" + confirmation.detail() + ")")));
      FencingDocument.Request open = history.request();
      if (open != null) {
        add(
            lines,
            open.at(),
            "%s  %s: %s is asked for by %s, incarnation %s: %s"
                .formatted(
                    open.at(),
                    node,
                    word(open.action()),
                    open.by(),
                    open.incarnation(),
                    open.reason()));
      }
    }

    /** What happened at the same moment is told in the order in which it is written down. */
    private static void add(SortedMap<Instant, String> lines, Instant at, String line) {
      lines.merge(at, line, (one, other) -> one + System.lineSeparator() + other);
    }

    private static String word(Enum<?> word) {
      return word.name().toLowerCase(Locale.ROOT);
    }
  }

  /** {@code pk fence confirm}. */
  @Command(
      name = "confirm",
      description = {
        "Says that a node is dead, so that its services start elsewhere at once.",
        "If that is wrong they run twice. A node that renews its lease is refused."
      })
  static final class Confirm implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private FenceCommand parent;

    @Parameters(paramLabel = "NODE", description = "The node.")
    private String node;

    @Option(names = "--force", description = "I have made sure that it is off, or its JVM gone.")
    private boolean force;

    @Override
    public Integer call() throws InterruptedException {
      PrintWriter out = spec.commandLine().getOut();
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        ManualConfirmation confirmation = new ManualConfirmation(client, node);
        long millis = confirmation.watchFor().toMillis();
        if (!force) {
          throw new HaException(
              "if "
                  + node
                  + " is not dead, what it runs would run twice: make sure that its JVM is gone or"
                  + " its host is off, and say --force");
        }
        out.println("looking for " + millis + " ms whether " + node + " renews its lease");
        String incarnation = confirmation.confirm(System.getProperty("user.name"));
        out.println(node + " is confirmed dead, incarnation " + incarnation);
      }
      return Pk.DONE;
    }
  }
}
