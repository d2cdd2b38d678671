package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.policy.model.PolicyInput;
import io.pacekeeper.core.policy.simulate.Change;
import io.pacekeeper.core.policy.simulate.Simulation;
import io.pacekeeper.pacemaker.CibReader;
import io.pacekeeper.pacemaker.InvalidCibException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

/** {@code pk simulate}: what would be decided about a cluster of Pacemaker's. */
@Command(
    name = "simulate",
    sortOptions = false,
    description = {
      "Decides about a cluster that is in a file in Pacemaker's XML (as cibadmin --query writes it),",
      "and shows what would be done and how the cluster would be afterwards. Nothing is changed.",
      "By default it shows what crm_simulate -S shows."
    })
final class SimulateCommand implements Callable<Integer> {
  private static final String SUFFIX = ".xml";

  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CIB-FILE",
      description = "The cluster; - is the standard input.")
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
      names = "--batch",
      paramLabel = "DIR",
      description = "Decides about every NAME.xml in this folder, in one process; needs --out.")
  private @Nullable Path batch;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where --batch writes NAME.summary, NAME.dot and NAME.scores.")
  private @Nullable Path out;

  @Override
  public Integer call() {
    pk.requireNoTarget("pk simulate reads a file: it takes no option that says where a cluster is");
    List<Change> changes = changes();
    if (batch != null || out != null) {
      return batch(changes);
    }
    if (file == null) {
      throw misunderstood("a CIB file is missing, or --batch");
    }
    if (explained != null && (dot || scores)) {
      throw misunderstood("--explain excludes --dot and --scores");
    }
    if ((dot ? 1 : 0) + (scores ? 1 : 0) + (json ? 1 : 0) > 1) {
      throw misunderstood("--dot, --scores and --json exclude each other");
    }
    if (explained != null) {
      spec.commandLine()
          .getOut()
          .print(SimulateExplain.of(file, read(file), changes, explained, json));
      spec.commandLine().getOut().flush();
      return Pk.DONE;
    }
    show(simulate(file, changes));
    return Pk.DONE;
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
    return changes;
  }

  private int separator(String text, char separator, String option, String form) {
    int at = text.indexOf(separator);
    if (at <= 0 || at == text.length() - 1) {
      throw misunderstood(option + " '" + text + "' is not of the form " + form);
    }
    return at;
  }

  private void show(Simulation simulation) {
    PrintWriter writer = spec.commandLine().getOut();
    if (json) {
      writer.println(SimulationJson.of(simulation));
    } else if (dot) {
      writer.print(simulation.decision().dot());
    } else if (scores) {
      writer.print(simulation.decision().scores());
    } else {
      writer.print(simulation.summary());
    }
    writer.flush();
    if (!simulation.complete()) {
      spec.commandLine()
          .getErr()
          .println(
              "pk: not everything that was decided can be carried out: the orderings make actions"
                  + " wait for each other");
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
        write(out, name.substring(0, name.length() - SUFFIX.length()), each, changes);
      } catch (HaException e) {
        spec.commandLine().getErr().println("pk: " + e.getMessage());
        status = Pk.FAILED;
      }
    }
    return status;
  }

  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      all.forEach(files::add);
    } catch (IOException e) {
      throw new HaException("the folder " + folder + " cannot be read: " + reason(e), e);
    }
    if (files.isEmpty()) {
      throw new HaException("there is no *" + SUFFIX + " in the folder " + folder);
    }
    Collections.sort(files);
    return files;
  }

  private void write(Path folder, String name, Path cib, List<Change> changes) {
    Simulation simulation = simulate(cib.toString(), changes);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name + ".summary"), simulation.summary());
      Files.writeString(folder.resolve(name + ".dot"), simulation.decision().dot());
      Files.writeString(folder.resolve(name + ".scores"), simulation.decision().scores());
    } catch (IOException e) {
      throw new HaException("the folder " + folder + " cannot be written to: " + reason(e), e);
    }
  }

  private Simulation simulate(String name, List<Change> changes) {
    PolicyInput input = read(name);
    try {
      long now = System.currentTimeMillis() / 1000;
      return Simulation.of(input, changes, now, ZoneId.systemDefault());
    } catch (IllegalArgumentException e) {
      throw new HaException(name + ": " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new HaException(
          name
              + ": a chain of constraints or members is too long for the stack; set"
              + " PACEKEEPER_JAVA_OPTS=-Xss16m",
          e);
    }
  }

  private static PolicyInput read(String name) {
    try (InputStream in = name.equals("-") ? System.in : Files.newInputStream(Path.of(name))) {
      return new CibReader().read(in);
    } catch (InvalidCibException e) {
      throw new HaException(name + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new HaException("the file " + name + " cannot be read: " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "it is not there" : String.valueOf(e.getMessage());
  }
}
