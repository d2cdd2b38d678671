package io.pacekeeper.cli.demo;

import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.ClusterStatus.Membership;
import io.pacekeeper.cli.demo.Evidence.Stay;
import io.pacekeeper.core.document.ChangeNote;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration, step by step. After each step it says, from what the services wrote down, for
 * how long each was active nowhere.
 */
public final class Demo {
  private static final String KILLED = "node2";
  private static final String LEAVING = "node3";
  private static final String STANDBY = "node1";

  private final DemoOptions options;
  private final DemoCluster cluster;
  private final PrintWriter out;
  private final Patience patience;
  private final List<String> running = new ArrayList<>();

  private Demo(DemoOptions options, DemoCluster cluster, PrintWriter out) {
    this.options = options;
    this.cluster = cluster;
    this.out = out;
    this.patience = new Patience(out, this::requireRunning);
  }

  /**
   * Runs the demonstration, and leaves neither process nor file behind, however it ends.
   *
   * @param out where it is shown
   * @param err where the end of every log goes if it fails
   * @throws DemoFailure if something did not happen in time
   */
  public static void run(DemoOptions options, PrintWriter out, PrintWriter err)
      throws DemoFailure, InterruptedException {
    DemoCluster cluster = new DemoCluster(options);
    Thread hook = new Thread(cluster::close, "demo-close");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      new Demo(options, cluster, out).run();
    } catch (DemoFailure | RuntimeException e) {
      if (!cluster.isClosing()) {
        cluster.lastLines().forEach(err::println);
      }
      throw e;
    } finally {
      cluster.close();
    }
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private void run() throws DemoFailure, InterruptedException {
    cluster.open();
    introduce();
    form();
    kill();
    leave();
    standby();
    unstandby();
    if (options.keep()) {
      keep();
    }
    title("The end: the nodes leave, and everything is cleaned up");
    running.clear();
    cluster.leave();
  }

  private void introduce() {
    say(
        "Four JVMs form a cluster over a ZooKeeper server in this process; six services run on it.",
        "  ZooKeeper  " + cluster.connectString(),
        "  cluster    " + DemoOptions.CLUSTER,
        "  folder     " + options.folder() + " (logs and evidence; deleted at the end)");
    if (options.data() != null) {
      say("  data       " + options.data() + " (ZooKeeper's; kept)");
    }
    say(
        "  lease      " + options.lease().toMillis() + " ms, which is short: the default is 20 s",
        "  companions one process beside each JVM, which sees that die and says so; without them,"
            + " a crash would",
        "             be waited out for as long as the lease lasts",
        "Look at it from another terminal:  " + command("status --watch"));
  }

  private void form() throws DemoFailure, InterruptedException {
    title("Four nodes start and form the cluster");
    for (String node : DemoService.NODES) {
      start(node);
    }
    patience.await("the cluster to be there", cluster::isThere);
    endStandbyOfEarlierRuns();
    patience.await("all six services to run, each at home", this::isEverythingAtHome);
    table();
  }

  private void endStandbyOfEarlierRuns() {
    for (ClusterStatus.NodeStatus node : cluster.client().status().nodes()) {
      if (node.standby()) {
        setStandby(node.name(), false);
      }
    }
  }

  private void kill() throws DemoFailure, InterruptedException {
    Map<String, Stay> before = servicesOn(KILLED);
    title(
        "kill9: kill -9 of "
            + KILLED
            + " (pid "
            + cluster.process(KILLED).pid()
            + "), which runs "
            + String.join(" and ", before.keySet()));
    running.remove(KILLED);
    cluster.kill(KILLED);
    conclude(
        "kill9", "the companion of " + KILLED + " to see that, and its services to start", before);
    table();
    comeBack(KILLED, "is started again: a new incarnation, to which its services return");
  }

  private void leave() throws DemoFailure, InterruptedException {
    Map<String, Stay> before = servicesOn(LEAVING);
    title(
        "leave: "
            + LEAVING
            + " is asked to leave by SIGTERM, and runs "
            + String.join(" and ", before.keySet()));
    running.remove(LEAVING);
    NodeProcess process = cluster.process(LEAVING);
    process.terminate();
    conclude("leave", "the services of " + LEAVING + " to move", before);
    patience.await("the JVM of " + LEAVING + " to end", () -> !process.isAlive());
    if (process.exitStatus() != 0) {
      throw new DemoFailure(LEAVING + " left with the exit status " + process.exitStatus());
    }
    table();
    comeBack(LEAVING, "is started again");
  }

  private void standby() throws DemoFailure, InterruptedException {
    Map<String, Stay> before = servicesOn(STANDBY);
    title("standby: " + command("node standby " + STANDBY));
    setStandby(STANDBY, true);
    conclude("standby", "the services of " + STANDBY + " to move", before);
    table();
  }

  private void unstandby() throws DemoFailure, InterruptedException {
    Map<String, Stay> before = new LinkedHashMap<>();
    for (DemoService service : DemoService.ALL) {
      Stay stay = cluster.stay(service.id());
      if (service.home().equals(STANDBY) && stay != null) {
        before.put(service.id(), stay);
      }
    }
    title("unstandby: " + command("node unstandby " + STANDBY));
    setStandby(STANDBY, false);
    conclude("unstandby", "the services of " + STANDBY + " to come back", before);
    patience.await("every service to be at home", this::isEverythingAtHome);
    table();
  }

  private void setStandby(String node, boolean standby) {
    ChangeNote note = new ChangeNote(System.getProperty("user.name"), "pk demo", Instant.now());
    cluster.client().setStandby(node, standby, note);
  }

  private void comeBack(String node, String how) throws DemoFailure, InterruptedException {
    title(node + " " + how);
    start(node);
    patience.await("every service to be at home", this::isEverythingAtHome);
    table();
  }

  private void keep() throws InterruptedException {
    title("The cluster is kept");
    say(
        "Look at it, and change it, from another terminal:",
        "  " + command("status"),
        "  " + command("node standby node2"),
        "  " + command("resource explain ledger"),
        "Press Enter or Ctrl-C to end it.");
    Keypress.await();
  }

  private void start(String node) throws DemoFailure {
    NodeProcess process = cluster.start(node);
    running.add(node);
    say(node + ": pid " + process.pid() + ", log " + process.log());
  }

  private Map<String, Stay> servicesOn(String node) throws DemoFailure {
    Map<String, Stay> services = new LinkedHashMap<>();
    for (DemoService service : DemoService.ALL) {
      Stay stay = cluster.stay(service.id());
      if (stay != null && stay.node().equals(node)) {
        services.put(service.id(), stay);
      }
    }
    if (services.isEmpty()) {
      throw new DemoFailure("no service runs on " + node);
    }
    return services;
  }

  /** Waits until every service has gone on elsewhere, and says how long that took. */
  private void conclude(String step, String what, Map<String, Stay> before)
      throws DemoFailure, InterruptedException {
    patience.await(what, () -> moves(before).size() == before.size());
    List<Move> moves = moves(before);
    moves.forEach(move -> say(move.describe()));
    // Of several the slowest: nobody shall say that the better one was shown.
    moves.stream()
        .max(Comparator.comparingLong(Move::gapNanos))
        .ifPresent(slowest -> say(slowest.result(step)));
    patience.await("the nodes to report that", this::isEverythingStarted);
  }

  private List<Move> moves(Map<String, Stay> before) {
    List<Move> moves = new ArrayList<>();
    before.forEach(
        (service, stay) -> {
          @Nullable Move move = Move.after(service, stay, cluster.stays(service));
          if (move != null) {
            moves.add(move);
          }
        });
    return moves;
  }

  private boolean isEverythingAtHome() {
    for (DemoService service : DemoService.ALL) {
      Stay stay = cluster.stay(service.id());
      if (stay == null || !stay.node().equals(service.home())) {
        return false;
      }
    }
    return isEverythingStarted();
  }

  /** Returns whether the status, too, shows every service where it is, and no node in doubt. */
  private boolean isEverythingStarted() {
    ClusterStatus status = cluster.client().status();
    for (ClusterStatus.NodeStatus node : status.nodes()) {
      boolean expected = running.contains(node.name());
      if ((node.membership() == Membership.ONLINE) != expected) {
        return false;
      }
    }
    return status.resources().size() == DemoService.ALL.size()
        && status.resources().stream().allMatch(this::isStartedWhereItIs);
  }

  private boolean isStartedWhereItIs(ClusterStatus.ResourceStatus resource) {
    Stay stay = cluster.stay(resource.id());
    if (stay == null || resource.active().size() != 1) {
      return false;
    }
    ClusterStatus.Activity activity = resource.active().get(0);
    return activity.phase() == ClusterStatus.Phase.STARTED
        && activity.confirmed()
        && activity.node().equals(stay.node());
  }

  private void requireRunning() throws DemoFailure {
    NodeProcess dead = cluster.deadUnasked(running);
    if (dead != null) {
      throw new DemoFailure(
          "the JVM of %s ended with the exit status %d, though nobody asked for that"
              .formatted(dead.node(), dead.exitStatus()));
    }
  }

  private void title(String text) {
    out.println();
    say("== " + text);
  }

  private void table() {
    out.println();
    out.println("  Cluster name: " + DemoOptions.CLUSTER);
    cluster
        .client()
        .status()
        .toText(ZoneId.systemDefault())
        .lines()
        .forEach(line -> out.println("  " + line));
    out.flush();
  }

  private String command(String verb) {
    return "./pk --zookeeper %s %s".formatted(cluster.connectString(), verb);
  }

  private void say(String... lines) {
    for (String line : lines) {
      out.println(line);
    }
    out.flush();
  }
}
