package io.pacekeeper.cli;

import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line of a cluster, with the verbs of {@code pcs}.
 *
 * <p>Ends with 0 if what was asked for was done, with 1 if not, and with 2 if it was not
 * understood; the last two with one line on the standard error output that says why.
 */
@Command(
    name = "pk",
    description = "Shows and administrates a Pacekeeper cluster.",
    subcommands = {
      DemoCommand.class,
      StatusCommand.class,
      HistoryCommand.class,
      ClusterCommand.class,
      NodeCommand.class,
      ResourceCommand.class,
      PropertyCommand.class,
      ConstraintCommand.class,
      MaintenanceCommand.class,
      ConfigCommand.class,
      FenceCommand.class,
      TokenCommand.class,
      HostCommand.class,
      AccessCommand.class,
      CompletionCommand.class,
      SimulateCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    versionProvider = Pk.Version.class,
    footer = {
      "",
      "Exit status: 0 if it was done, 1 if it was not, 2 if the command was not understood;",
      "pk status also 3 for degraded and 4 for failed.",
      "Settings of ZooKeeper's client (such as TLS) go into PACEKEEPER_JAVA_OPTS as -Dname=value."
    })
public final class Pk implements Callable<Integer> {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int NOT_UNDERSTOOD = 2;

  private static final int HELP_WIDTH = 100;

  /** The feature set since which nodes heed directives, constraints and requests. */
  private static final int CLAIMS_AND_REQUESTS = 2;

  @Spec private CommandSpec spec;

  @Option(
      names = "--zookeeper",
      paramLabel = "HOST:PORT,...",
      scope = ScopeType.INHERIT,
      description = "The ZooKeeper servers; else $$PACEKEEPER_ZOOKEEPER, else localhost:2181.")
  private @Nullable String zooKeeper;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The cluster; else $$PACEKEEPER_CLUSTER, else the only one that is there.")
  private @Nullable String cluster;

  @Option(
      names = "--chroot",
      paramLabel = "PATH",
      scope = ScopeType.INHERIT,
      description =
          "The path below which the clusters are in ZooKeeper; else $$PACEKEEPER_CHROOT, else"
              + " /pacekeeper.")
  private @Nullable String chroot;

  @Option(
      names = "--credentials-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "A file with user:password in one line, if the cluster is protected; else"
              + " $$PACEKEEPER_CREDENTIALS has that line, or $$PACEKEEPER_CREDENTIALS_FILE names"
              + " the file.")
  private @Nullable String credentialsFile;

  @Option(
      names = "--ask-credentials",
      scope = ScopeType.INHERIT,
      description = "Asks for the user and the password.")
  private boolean askCredentials;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      scope = ScopeType.INHERIT,
      description = "How long ZooKeeper may take to answer, such as 500ms or 20s; by default 10s.")
  private @Nullable String timeout;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Logs to the standard error output, and shows where a failure came from.")
  private boolean debug;

  private final Map<String, String> environment;
  private final Prompt prompt;

  Pk(Map<String, String> environment, Prompt prompt) {
    this.environment = environment;
    this.prompt = prompt;
  }

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this text.")
  void help(boolean wanted) {
    // Picocli acts on it.
  }

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Shows the version.")
  void version(boolean wanted) {
    // Picocli acts on it.
  }

  /** Runs a command and ends the JVM with its exit status. */
  public static void main(String[] args) {
    Logging.configure(List.of(args).contains("--debug"));
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    int status = run(System.getenv(), out, err, args);
    System.exit(status);
  }

  /** Runs a command and returns its exit status. */
  static int run(
      Map<String, String> environment, PrintWriter out, PrintWriter err, String... args) {
    return run(environment, Prompt.CONSOLE, out, err, args);
  }

  /** Runs a command that may ask somebody, and returns its exit status. */
  static int run(
      Map<String, String> environment,
      Prompt prompt,
      PrintWriter out,
      PrintWriter err,
      String... args) {
    Pk pk = new Pk(environment, prompt);
    return new CommandLine(pk)
        .setOut(out)
        .setErr(err)
        .setUsageHelpWidth(HELP_WIDTH)
        .setParameterExceptionHandler(Complaints::notUnderstood)
        .setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> Complaints.failed(failure, commandLine, pk.debug))
        .execute(args);
  }

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: " + String.join(", ", spec.commandLine().getSubcommands().keySet()));
  }

  /**
   * Complains if the command line says where a cluster is.
   *
   * @param why why that makes no sense
   */
  void requireNoTarget(String why) {
    boolean credentials = credentialsFile != null || askCredentials;
    if (zooKeeper != null || cluster != null || chroot != null || credentials) {
      throw new ParameterException(spec.commandLine(), why);
    }
  }

  /** Connects to the cluster that the options, the environment and the defaults name. */
  ZooKeeperClusterClient connect() {
    return settings(setting(cluster, "PACEKEEPER_CLUSTER")).connect();
  }

  /** Connects to a cluster all of whose nodes have to understand what is to be said. */
  ZooKeeperClusterClient connectToUpToDate() {
    ZooKeeperClusterClient client = connect();
    try {
      client.requireFeatureSet(CLAIMS_AND_REQUESTS);
      return client;
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /**
   * Connects to the place of a cluster, and makes it where there is none.
   *
   * @param name the cluster's name, whatever the environment says
   */
  ZooKeeperClusterClient connectToNew(String name) {
    if (cluster != null && !cluster.equals(name)) {
      throw new ParameterException(
          spec.commandLine(), "--cluster says %s, and the name is %s".formatted(cluster, name));
    }
    return settings(name).connectToNew();
  }

  private Settings settings(@Nullable String name) {
    return new Settings(
        setting(zooKeeper, "PACEKEEPER_ZOOKEEPER"),
        setting(chroot, "PACEKEEPER_CHROOT"),
        name,
        new Secrets(environment, prompt).credentials(credentialsFile, askCredentials),
        timeout);
  }

  /** Returns whom to ask what is not secret. */
  Prompt prompt() {
    return prompt;
  }

  /** Returns what asks for secrets, or finds them where they were put. */
  Secrets secrets() {
    return new Secrets(environment, prompt);
  }

  private @Nullable String setting(@Nullable String option, String variable) {
    return option != null ? option : environment.get(variable);
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Pk.class.getPackage().getImplementationVersion();
      return new String[] {"pk " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
