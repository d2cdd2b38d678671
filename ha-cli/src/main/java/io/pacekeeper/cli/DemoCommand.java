package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.cli.demo.Demo;
import io.pacekeeper.cli.demo.DemoFailure;
import io.pacekeeper.cli.demo.DemoOptions;
import io.pacekeeper.core.controller.LeaseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk demo}: a cluster to look at, with nothing to set up. */
@Command(
    name = "demo",
    sortOptions = false,
    description =
        "Runs a cluster of four JVMs on this host, kills one, has one leave, puts one in standby and"
            + " takes it out again, and shows what becomes of the services. Takes about half a"
            + " minute and leaves nothing behind.")
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private Pk pk;

  @Option(
      names = "--keep",
      description = "Keeps the cluster running afterwards, until Enter or Ctrl-C.")
  private boolean keep;

  @Option(
      names = "--lease",
      paramLabel = "DURATION",
      description = "How long a node's lease lasts; by default 3s.")
  private @Nullable String lease;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keeps ZooKeeper's data in this folder, for the next demo with the same one.")
  private @Nullable Path data;

  @Override
  public Integer call() throws DemoFailure, InterruptedException {
    pk.requireNoTarget("the demonstration has a ZooKeeper and a cluster of its own");
    Duration length = lease == null ? DemoOptions.DEFAULT_LEASE : Settings.duration("lease", lease);
    requireValid(length);
    Path folder = folder();
    Logging.configure(folder.resolve("demo.log"));
    Demo.run(
        new DemoOptions(folder, data, length, keep),
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
    return Pk.DONE;
  }

  private static void requireValid(Duration lease) {
    try {
      LeaseOptions.ofLength(lease);
    } catch (IllegalArgumentException e) {
      throw new HaException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("pacekeeper-demo-");
    } catch (IOException e) {
      throw new HaException("there is no folder for temporary files: " + e, e);
    }
  }
}
