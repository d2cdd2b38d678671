package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.api.Names;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.Participation;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk cluster node}: makes nodes of the cluster, and takes them away. */
@Command(
    name = "node",
    description = "Adds nodes to the cluster and deletes them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ClusterNode.Add.class, ClusterNode.Delete.class})
final class ClusterNode implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ClusterCommand cluster;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "a command is missing: add or delete");
  }

  /** {@code pk cluster node add}. */
  @Command(
      name = "add",
      sortOptions = false,
      description = {
        "Makes one more node of a cluster that was set up.",
        "Its JVM waits until pk cluster start, unless said otherwise."
      })
  static final class Add implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ClusterNode parent;

    @Parameters(paramLabel = "NODE", description = "The node.")
    private String node;

    @Option(names = "--enable", description = "Has its JVMs take part as soon as they start.")
    private boolean enable;

    @Option(names = "--start", description = "Has its JVM take part, and waits for it.")
    private boolean start;

    @Mixin private ClusterCommand.Limit limit;

    @Override
    public Integer call() throws InterruptedException {
      Duration patience = limit.duration();
      Author.understood(() -> Names.requireValid("node", node));
      try (ZooKeeperClusterClient client = parent.cluster.connect()) {
        PrintWriter out = spec.commandLine().getOut();
        client.requireFeatureSet(ClusterStart.NEEDED);
        ChangeNote note = Author.note(spec, "node add " + node);
        // Its JVM may be on its way in as soon as that is written.
        NodeLife before = ClusterLives.of(client).life(node);
        add(client, note);
        NodeLife life = ClusterLives.of(client).life(node);
        out.println(
            "%s: is a node of the cluster%s, %s"
                .formatted(
                    node,
                    before.process() == null ? ", and no JVM of it waits yet" : before.place(),
                    life.participation().enabled() ? "enabled" : "disabled"));
        if (start) {
          new LifeProgress(client, out, note).begun(List.of(node)).start(List.of(node), patience);
        }
      }
      return Pk.DONE;
    }

    private void add(ZooKeeperClusterClient client, ChangeNote note) {
      LifeChange.change(
          client,
          config -> {
            ClusterLives lives = ClusterLives.of(client);
            NodeLife life = lives.life(node);
            SortedMap<String, Integer> nodes = config.nodes();
            if (nodes == null) {
              throw new HaException(
                  "the cluster is open, so that every node may join: there is nothing to add");
            }
            requireNew(config, life);
            requireNotTooOld(config, life);
            SortedMap<String, Integer> all = new TreeMap<>(nodes);
            int next = nodes.values().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
            all.putIfAbsent(node, next);
            SortedMap<String, Participation> said = new TreeMap<>(config.participation());
            if (!nodes.containsKey(node) || enable) {
              said.put(node, new Participation(enable, null));
            }
            ConfigDocument listed = config.withNodes(all).withParticipation(said);
            ConfigDocument wanted =
                LifeChange.of(listed, note)
                    .want(life, start || life.state() == NodeLife.State.STARTED)
                    .in(listed);
            return wanted.equals(listed) && !listed.equals(config) ? listed.with(note) : wanted;
          });
    }

    /** It may be on the list if that was interrupted: its JVM is still to be enabled or started. */
    private void requireNew(ConfigDocument config, NodeLife life) {
      boolean listed = config.nodes() != null && config.nodes().containsKey(node);
      boolean continues = (enable || start) && life.state() != NodeLife.State.STARTED;
      if (listed && !continues) {
        throw new HaException(
            "%s is a node of the cluster already: pk cluster start %s has its JVM take part"
                .formatted(node, node));
      }
    }

    private void requireNotTooOld(ConfigDocument config, NodeLife life) {
      HostDocument host = life.host();
      if (host != null && host.featureSet() < config.featureSet()) {
        throw new HaException(
            "%s is too old for the cluster: its version of Pacekeeper (%s) knows feature sets up to %d, and the cluster works at %d; upgrade it first"
                .formatted(node, host.version(), host.featureSet(), config.featureSet()));
      }
    }
  }

  /** {@code pk cluster node delete}. */
  @Command(
      name = "delete",
      sortOptions = false,
      description = {
        "Takes a node out of the cluster, with every trace of it but its lease and its terms as DC.",
        "One that takes part or is unclean is refused."
      })
  static final class Delete implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @ParentCommand private ClusterNode parent;

    @Parameters(paramLabel = "NODE", description = "The node.")
    private String node;

    @Option(
        names = "--force",
        description = {
          "Stops it first if it takes part; if it is unclean, confirms it dead by hand, as",
          "pk fence confirm does: I have made sure that its JVM is gone, or its host is off."
        })
    private boolean force;

    @Mixin private ClusterCommand.Limit limit;

    @Override
    public Integer call() throws InterruptedException {
      Duration patience = limit.duration();
      try (ZooKeeperClusterClient client = parent.cluster.connect()) {
        PrintWriter out = spec.commandLine().getOut();
        ClusterLives lives = ClusterLives.of(client);
        lives.requireNodes(List.of(node));
        client.requireFeatureSet(ClusterStart.NEEDED);
        NodeLife life = lives.life(node);
        requireOthers(lives.config());
        if (!force) {
          requireNotActive(life);
        }
        ChangeNote note = Author.note(spec, "node delete " + node);
        if (life.state() == NodeLife.State.UNCLEAN && life.process() == null) {
          confirm(client, out);
        } else {
          new LifeProgress(client, out, note).stop(List.of(node), patience);
        }
        new NodeRemoval(client, node, note).remove(force);
        out.println(node + ": deleted");
        tell(ClusterLives.of(client), out);
      }
      return Pk.DONE;
    }

    private void requireNotActive(NodeLife life) {
      if (life.state() == NodeLife.State.STARTED) {
        throw new HaException(
            "%s takes part%s: stop it first by pk cluster stop %s, or say --force to have that done as well"
                .formatted(
                    node,
                    life.active().isEmpty() ? "" : " and runs " + String.join(", ", life.active()),
                    node));
      }
      if (life.state() == NodeLife.State.UNCLEAN) {
        throw new HaException(
            "%s is unclean: what it ran may be active still, and would run twice if it is taken for dead and is not; wait until it is confirmed dead, or make sure that its JVM is gone or its host is off, and say --force"
                .formatted(node));
      }
    }

    private void requireOthers(ConfigDocument config) {
      if (config.nodes() != null && config.nodes().keySet().equals(java.util.Set.of(node))) {
        throw new HaException(
            "%s is the last node of the cluster: pk cluster destroy takes the cluster away"
                .formatted(node));
      }
    }

    private void confirm(ZooKeeperClusterClient client, PrintWriter out)
        throws InterruptedException {
      ManualConfirmation confirmation = new ManualConfirmation(client, node);
      out.println(
          "%s: unclean; looking for %d ms whether it renews its lease"
              .formatted(node, confirmation.watchFor().toMillis()));
      String incarnation = confirmation.confirm(Author.name());
      out.println(node + ": confirmed dead by hand, incarnation " + incarnation);
    }

    private void tell(ClusterLives lives, PrintWriter out) {
      if (lives.config().nodes() == null) {
        out.println("The cluster is open: a JVM of that name joins again when it starts.");
      } else if (lives.life(node).process() != null) {
        out.println(
            "Its JVM waits still%s: end it, or add the node again."
                .formatted(lives.life(node).place()));
      }
    }
  }
}
