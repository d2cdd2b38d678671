package io.pacekeeper.cli;

import io.pacekeeper.api.Explanation;
import io.pacekeeper.api.HaException;
import io.pacekeeper.core.policy.rule.RuleTime;
import io.pacekeeper.core.policy.simulate.Change;
import io.pacekeeper.core.policy.simulate.Change.TicketEvent;
import io.pacekeeper.pacemaker.CibLimits;
import io.pacekeeper.pacemaker.CibLimits.UnknownElements;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
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

/** {@code pk simulate}: what would be decided about a cluster, one's own or Pacemaker's. */
@Command(
    name = "simulate",
    sortOptions = false,
    description = {
      "Shows what the cluster would do now, or if something were so, and how it would be afterwards.",
      "Nothing is changed. With a file it is about the cluster in that: an input that the scheduler",
      "saved (schedulerInputs), or a cluster in Pacemaker's XML (as cibadmin --query writes it).",
      "By default it shows what crm_simulate -S shows."
    },
    footer = {
      "",
      "Exit status: 0 if it was decided (for a saved input: as it was recorded), 3 if a saved input is"
          + " decided otherwise than it was recorded, 1 if it could not be read, 2 if the command was"
          + " not understood."
    })
final class SimulateCommand implements Callable<Integer> {
  private static final int MOST_MEGABYTES = 2_000;
  private static final int ELEMENTS_A_MEGABYTE = 31_250;

  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A saved input or a CIB; - is the standard input. Else the live cluster.")
  private @Nullable String file;

  @Option(
      names = "--dot",
      description = "Shows the transition graph in Graphviz' language instead.")
  private boolean dot;

  @Option(
      names = "--scores",
      description = "Shows the score of each resource on each node instead.")
  private boolean scores;

  @Option(
      names = "--json",
      description = "Shows the decision as JSON instead. See docs/simulate-json.md.")
  private boolean json;

  @Option(
      names = "--explain",
      paramLabel = "RESOURCE[@NODE]",
      description = "Shows why this resource is where it would be, and not elsewhere, instead.")
  private @Nullable String explained;

  @Option(
      names = "--node-up",
      paramLabel = "NODE",
      description = "What if this node came up? May be given several times, as may what follows.")
  private List<String> nodesUp = new ArrayList<>();

  @Option(
      names = "--node-down",
      paramLabel = "NODE",
      description = "What if this node were gone, cleanly?")
  private List<String> nodesDown = new ArrayList<>();

  @Option(
      names = "--standby",
      paramLabel = "NODE",
      description = "What if this node were put in standby?")
  private List<String> standby = new ArrayList<>();

  @Option(
      names = "--fail",
      paramLabel = "RESOURCE@NODE",
      description = "What if a monitor found that this primitive has failed there?")
  private List<String> failures = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "OPTION=VALUE",
      description = "What if this cluster option had this value?")
  private List<String> options = new ArrayList<>();

  @Option(
      names = "--date",
      paramLabel = "DATE",
      description = "What if it were this time (ISO 8601)? Of a CIB alone, as is what follows.")
  private @Nullable String date;

  @Option(
      names = "--quorum",
      arity = "1",
      paramLabel = "true|false",
      description = "What if the cluster had quorum, or had none?")
  private @Nullable Boolean quorum;

  @Option(
      names = "--ticket-grant",
      paramLabel = "TICKET",
      description = "What if the cluster were granted this ticket?")
  private List<String> granted = new ArrayList<>();

  @Option(
      names = "--ticket-revoke",
      paramLabel = "TICKET",
      description = "What if the cluster lost this ticket?")
  private List<String> revoked = new ArrayList<>();

  @Option(
      names = "--ticket-standby",
      paramLabel = "TICKET",
      description = "What if this ticket were made standby?")
  private List<String> madeStandby = new ArrayList<>();

  @Option(
      names = "--ticket-activate",
      paramLabel = "TICKET",
      description = "What if this ticket were standby no more?")
  private List<String> activated = new ArrayList<>();

  @Option(
      names = "--max-size",
      paramLabel = "MB",
      defaultValue = "32",
      description =
          "How large a CIB may be, in megabytes (and as many times 31,250 elements), by default 32.")
  private int megabytes;

  @Option(
      names = "--skip-unknown",
      description = "Passes over elements of a CIB that are not known, instead of refusing it.")
  private boolean skipsUnknown;

  @Option(
      names = "--batch",
      paramLabel = "DIR",
      description =
          "Decides about every NAME.xml and NAME.json in this folder, in one process; needs --out.")
  private @Nullable Path batch;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where --batch writes NAME.summary, NAME.dot and NAME.scores.")
  private @Nullable Path out;

  @Override
  public Integer call() {
    List<Change> changes = changes();
    if (file != null || batch != null || out != null) {
      pk.requireNoTarget("what is in files needs no option that says where a cluster is");
    }
    if (batch != null || out != null) {
      return batch(changes);
    }
    if (explained != null && (dot || scores)) {
      throw misunderstood("--explain excludes --dot and --scores");
    }
    if ((dot ? 1 : 0) + (scores ? 1 : 0) + (json ? 1 : 0) > 1) {
      throw misunderstood("--dot, --scores and --json exclude each other");
    }
    Simulated simulated =
        file == null ? live(changes) : SimulationFile.simulate(file, changes, limits());
    show(simulated);
    return simulated.status();
  }

  private Simulated live(List<Change> changes) {
    try (ZooKeeperClusterClient client = pk.connect()) {
      return SimulationFile.named(
          "cluster " + client.cluster(), () -> SimulatedCluster.of(client.view(), changes));
    }
  }

  private CibLimits limits() {
    if (megabytes < 1 || megabytes > MOST_MEGABYTES) {
      throw misunderstood(
          "--max-size is 1 to %d megabytes, not %d".formatted(MOST_MEGABYTES, megabytes));
    }
    CibLimits limits =
        CibLimits.DEFAULT
            .withBytes((long) megabytes << 20)
            .withElements(Math.multiplyExact(megabytes, ELEMENTS_A_MEGABYTE));
    return skipsUnknown ? limits.withUnknownElements(UnknownElements.SKIP) : limits;
  }

  private ParameterException misunderstood(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    nodesUp.forEach(node -> changes.add(new Change.NodeUp(node)));
    nodesDown.forEach(node -> changes.add(new Change.NodeDown(node)));
    standby.forEach(node -> changes.add(new Change.Standby(node)));
    for (String failure : failures) {
      int at = separator(failure, '@', "--fail", "RESOURCE@NODE");
      changes.add(new Change.Failure(failure.substring(0, at), failure.substring(at + 1)));
    }
    for (String option : options) {
      int at = separator(option, '=', "--set", "OPTION=VALUE");
      changes.add(new Change.Option(option.substring(0, at), option.substring(at + 1)));
    }
    if (date != null) {
      changes.add(new Change.Time(date, seconds(date)));
    }
    if (quorum != null) {
      changes.add(new Change.Quorum(quorum));
    }
    tickets(changes, granted, TicketEvent.GRANTED);
    tickets(changes, revoked, TicketEvent.REVOKED);
    tickets(changes, madeStandby, TicketEvent.STANDBY);
    tickets(changes, activated, TicketEvent.ACTIVATED);
    return changes;
  }

  private static void tickets(List<Change> changes, List<String> tickets, TicketEvent event) {
    tickets.forEach(ticket -> changes.add(new Change.Ticket(ticket, event)));
  }

  private long seconds(String text) {
    RuleTime now = new RuleTime(System.currentTimeMillis() / 1000, ZoneId.systemDefault());
    RuleTime meant = now.at(text);
    if (meant == null) {
      throw misunderstood(
          "--date '" + text + "' is no date: write it as 2026-01-31 or 2026-01-31 23:59:59Z");
    }
    return meant.seconds();
  }

  private int separator(String text, char separator, String option, String form) {
    int at = text.indexOf(separator);
    if (at <= 0 || at == text.length() - 1) {
      throw misunderstood(option + " '" + text + "' is not of the form " + form);
    }
    return at;
  }

  private void show(Simulated simulated) {
    PrintWriter writer = spec.commandLine().getOut();
    if (explained != null) {
      writer.print(explanation(simulated, explained));
    } else if (json) {
      writer.println(simulated.json());
    } else if (dot) {
      writer.print(simulated.dot());
    } else if (scores) {
      writer.print(simulated.scores());
    } else {
      writer.print(simulated.summary());
    }
    writer.flush();
    simulated.remarks().forEach(remark -> spec.commandLine().getErr().println("pk: " + remark));
  }

  /** Explains a resource, or with an @ behind it and the name of a node, what is so there. */
  private String explanation(Simulated simulated, String what) {
    int at = what.indexOf('@');
    try {
      Explanation explanation =
          Explained.on(
              simulated.explain(at < 0 ? what : what.substring(0, at)),
              at < 0 ? null : what.substring(at + 1));
      return json ? Explained.json(explanation) + "\n" : explanation.toText();
    } catch (IllegalArgumentException e) {
      throw new HaException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Decides about every file of a folder; one that is broken does not keep it from the others. */
  private int batch(List<Change> changes) {
    if (batch == null
        || out == null
        || file != null
        || dot
        || scores
        || json
        || explained != null) {
      throw misunderstood("--batch DIR and --out DIR go together, without a file or another form");
    }
    int status = Pk.DONE;
    for (Path each : files(batch)) {
      String name = String.valueOf(each.getFileName());
      try {
        Simulated simulated = write(out, name.substring(0, name.lastIndexOf('.')), each, changes);
        for (String remark : simulated.remarks()) {
          spec.commandLine().getErr().println("pk: " + each + ": " + remark);
        }
        status = status == Pk.DONE ? simulated.status() : status;
      } catch (HaException e) {
        spec.commandLine().getErr().println("pk: " + e.getMessage());
        status = Pk.FAILED;
      }
    }
    return status;
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "[!.]*.{xml,json}")) {
      all.forEach(files::add);
    } catch (IOException e) {
      throw new HaException(
          "the folder " + folder + " cannot be read: " + SimulationFile.reason(e), e);
    }
    if (files.isEmpty()) {
      throw new HaException("there is no *.xml and no *.json in the folder " + folder);
    }
    Collections.sort(files);
    return files;
  }

  private Simulated write(Path folder, String name, Path input, List<Change> changes) {
    Simulated simulated = SimulationFile.simulate(input.toString(), changes, limits());
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name + ".summary"), simulated.summary());
      Files.writeString(folder.resolve(name + ".dot"), simulated.dot());
      Files.writeString(folder.resolve(name + ".scores"), simulated.scores());
    } catch (IOException e) {
      throw new HaException(
          "the folder " + folder + " cannot be written to: " + SimulationFile.reason(e), e);
    }
    return simulated;
  }
}
