package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.AccessDocument.Role;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.zookeeper.ClusterAccess;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

/** {@code pk access}: who may do what with the cluster. */
@Command(
    name = "access",
    description = "Shows and changes who may do what with the cluster.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AccessCommand.Listing.class,
      AccessCommand.Grant.class,
      AccessCommand.Revoke.class,
      AccessCommand.Protect.class
    })
final class AccessCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: list, grant, revoke or protect");
  }

  private static ChangeNote note(CommandSpec command) {
    return new ChangeNote(System.getProperty("user.name"), command.qualifiedName(), Instant.now());
  }

  private static String rewritten(int lists) {
    return lists == 0
        ? ""
        : lists == 1
            ? "; one access list rewritten"
            : "; %d access lists rewritten".formatted(lists);
  }

  /** Says of a bad name or password what is wrong with it, as of everything else. */
  private static <T> T understood(Callable<T> call) throws Exception {
    try {
      return call.call();
    } catch (IllegalArgumentException e) {
      throw new HaException(String.valueOf(e.getMessage()), e);
    }
  }

  /** {@code pk access list}. */
  @Command(name = "list", description = "Shows who has which role.")
  static final class Listing implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private AccessCommand parent;

    @Override
    public Integer call() {
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        PrintWriter out = spec.commandLine().getOut();
        ClusterAccess access = client.access();
        if (access.isOpen()) {
          out.println(
              "everybody who can reach ZooKeeper may do everything; pk access protect changes"
                  + " that");
          return Pk.DONE;
        }
        access
            .roles()
            .forEach(
                (role, names) ->
                    names.forEach(
                        name ->
                            out.println(
                                "%-8s  %s".formatted(role.name().toLowerCase(Locale.ROOT), name))));
        List<String> differing = access.differing();
        if (!differing.isEmpty()) {
          out.println(
              "Warning: not as these roles say: the access lists of %s%s; run pk access protect"
                  .formatted(
                      differing.get(0),
                      differing.size() == 1
                          ? ""
                          : " and %d more znodes".formatted(differing.size() - 1)));
        }
      }
      return Pk.DONE;
    }
  }

  /** {@code pk access grant}. */
  @Command(
      name = "grant",
      sortOptions = false,
      description = {
        "Gives somebody a role instead of the one that there was.",
        "observer: reads. operator: also standby, maintenance, moves, clean-up. admin: also the"
            + " configuration, fencing, and who may do what. node: takes part."
      })
  static final class Grant implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private AccessCommand parent;

    @Parameters(index = "0", paramLabel = "ROLE", description = "The role.")
    private String role;

    @Parameters(
        index = "1",
        paramLabel = "USER",
        description =
            "The name of somebody with a password; or x509: and the subject of a certificate, or"
                + " sasl: and the name of a login.")
    private String user;

    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        description =
            "A file with the password, alone or as user:password; else $$PACEKEEPER_NEW_PASSWORD"
                + " has it, else it is asked for.")
    private @Nullable String passwordFile;

    @Override
    public Integer call() throws Exception {
      Role wanted = role(role);
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        // Before anybody is asked for a password in vain.
        client.access().roles();
        char[] password =
            user.contains(":") ? null : parent.pk.secrets().newPassword(user, passwordFile);
        ChangeNote note = note(spec).of(role + " to " + user);
        ClusterAccess.Change change =
            understood(() -> client.access().grant(wanted, user, password, note));
        spec.commandLine()
            .getOut()
            .println(
                user
                    + (change.changed() ? " is " : " was already ")
                    + article(wanted)
                    + (change.changed() ? " from now on" : "")
                    + rewritten(change.lists()));
      }
      return Pk.DONE;
    }

    private static String article(Role role) {
      String word = role.name().toLowerCase(Locale.ROOT);
      return (role == Role.NODE ? "a " : "an ") + word;
    }

    private Role role(String text) {
      for (Role one : Role.values()) {
        if (one.name().toLowerCase(Locale.ROOT).equals(text)) {
          return one;
        }
      }
      throw new ParameterException(
          spec.commandLine(),
          "there is no role '" + text + "': it is node, admin, operator or observer");
    }
  }

  /** {@code pk access revoke}. */
  @Command(name = "revoke", description = "Takes somebody's role, and with it every right.")
  static final class Revoke implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private AccessCommand parent;

    @Parameters(paramLabel = "USER", description = "Who, as pk access list shows it.")
    private String user;

    @Override
    public Integer call() throws Exception {
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        ChangeNote note = note(spec).of(user);
        ClusterAccess.Change change = understood(() -> client.access().revoke(user, note));
        spec.commandLine()
            .getOut()
            .println(
                user
                    + (change.changed() ? " has no role from now on" : " had no role already")
                    + rewritten(change.lists()));
      }
      return Pk.DONE;
    }
  }

  /** {@code pk access protect}. */
  @Command(
      name = "protect",
      sortOptions = false,
      description = {
        "Makes every access list what the roles say, such as after a change that was interrupted.",
        "Makes an open cluster that of the credentials given here, when all its JVMs have proved"
            + " that they hold them."
      })
  static final class Protect implements Callable<Integer> {
    /** How long a JVM may take to prove it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Spec private CommandSpec spec;
    @ParentCommand private AccessCommand parent;

    @Option(
        names = "--force",
        description =
            "Also if a JVM has not proved it: it is locked out then, and what it runs is stopped.")
    private boolean force;

    @Override
    public Integer call() throws Exception {
      try (ZooKeeperClusterClient client = parent.pk.connect()) {
        boolean open = client.access().isOpen();
        if (open && !force) {
          requireProofs(client);
        }
        ClusterAccess.Change change = client.access().protect(note(spec).of("protect"));
        spec.commandLine()
            .getOut()
            .println(
                "cluster "
                    + client.cluster()
                    + (change.changed() ? " is protected from now on" : " is protected")
                    + rewritten(change.lists()));
      }
      return Pk.DONE;
    }

    private static void requireProofs(ZooKeeperClusterClient client) throws InterruptedException {
      TreeSet<String> nodes = new TreeSet<>();
      for (Stored stored : client.documents()) {
        if (stored.key().kind() == Kind.MEMBER || stored.key().kind() == Kind.HOST) {
          nodes.add(stored.key().node());
        }
      }
      List<String> complaints = new ArrayList<>();
      client
          .hostProofs()
          .ask(
              List.copyOf(nodes),
              System.getProperty("user.name"),
              PATIENCE,
              result -> {
                if (!result.authorized()) {
                  complaints.add(result.node() + " (" + result.text() + ")");
                }
              });
      if (!complaints.isEmpty()) {
        throw new HaException(
            "nothing was changed, as these would be locked out: "
                + String.join(", ", complaints)
                + "; start them again with the credentials that were given here");
      }
    }
  }
}
