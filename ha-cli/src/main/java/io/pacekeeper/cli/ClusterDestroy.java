package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.Participation;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient.CommitResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk cluster destroy}: stops everything and takes the cluster away. */
@Command(
    name = "destroy",
    sortOptions = false,
    description = {
      "Stops the cluster on all nodes, waits until every lease is over, and takes everything away",
      "but the leases, the terms of its DCs and its access lists. There is no way back."
    })
final class ClusterDestroy implements Callable<Integer> {
  private static final int MOST_ATTEMPTS = 10;

  @Spec private CommandSpec spec;
  @ParentCommand private ClusterCommand parent;

  @Option(names = "--force", description = "Does not ask.")
  private boolean force;

  @Mixin private ClusterCommand.Limit limit;

  @Override
  public Integer call() throws InterruptedException {
    Duration patience = limit.duration();
    try (ZooKeeperClusterClient client = parent.connect()) {
      PrintWriter out = spec.commandLine().getOut();
      ClusterLives lives = ClusterLives.of(client);
      lives.config();
      client.requireFeatureSet(ClusterStart.NEEDED);
      if (!force) {
        ask(client.cluster(), lives.nodes());
      }
      Set<String> stopping = stopAll(client, Author.note(spec, "destroy"), out);
      new LeaseEnds(client, stopping, out).await(patience);
      takeAway(client, out);
      out.println("Cluster %s has been destroyed.".formatted(client.cluster()));
    }
    return Pk.DONE;
  }

  private void ask(String name, SortedSet<String> nodes) {
    String answer =
        parent
            .pk()
            .prompt()
            .line(
                "This stops the cluster on %s and takes it away, with its configuration. Type its name (%s) to go on: "
                    .formatted(nodes.isEmpty() ? "no node" : String.join(", ", nodes), name));
    if (answer == null) {
      throw new HaException("nobody is there to be asked, so nothing was destroyed: say --force");
    }
    if (!answer.strip().equals(name)) {
      throw new HaException("that is not the name of the cluster, so nothing was destroyed");
    }
  }

  /** Wants nobody to take part any more, and lets nobody else join. */
  private static Set<String> stopAll(
      ZooKeeperClusterClient client, ChangeNote note, PrintWriter out) {
    Set<String> stopping = new LinkedHashSet<>();
    LifeChange.change(
        client,
        config -> {
          ClusterLives lives = ClusterLives.of(client);
          SortedMap<String, Integer> nodes = new TreeMap<>();
          SortedMap<String, Participation> said = new TreeMap<>();
          for (String node : lives.nodes()) {
            SortedMap<String, Integer> listed = config.nodes();
            nodes.put(node, listed == null ? nodes.size() + 1 : listed.getOrDefault(node, 0));
            said.put(node, config.participation(node).withEnabled(false));
          }
          ConfigDocument closed = config.withNodes(nodes).withParticipation(said);
          LifeChange change = LifeChange.of(closed, note);
          stopping.clear();
          for (NodeLife life : lives.lives(nodes.keySet())) {
            change.want(life, false);
            if (life.state() == NodeLife.State.STARTED) {
              stopping.add(life.name());
            }
          }
          return change.in(closed);
        });
    stopping.forEach(node -> out.println(node + ": stopping"));
    out.flush();
    return stopping;
  }

  /** What says that nobody may join goes last, so that it can be tried again. */
  private static void takeAway(ZooKeeperClusterClient client, PrintWriter out) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      ClusterLives lives = ClusterLives.of(client);
      Stored config = lives.storedConfig();
      if (config == null) {
        return;
      }
      requireOver(lives);
      boolean done = true;
      for (String node : withTraces(lives)) {
        List<Transaction.Step> steps = NodeRemoval.steps(lives, node);
        boolean removed =
            steps.isEmpty()
                || client.commit(new Transaction(steps)) instanceof CommitResult.Written;
        done &= removed;
        if (removed) {
          out.println(node + ": removed");
        }
      }
      if (done && client.commit(last(lives, config)) instanceof CommitResult.Written) {
        return;
      }
    }
    throw new HaException(
        "the cluster could not be taken away in %d attempts: others write it; nobody takes part any more, and it can be tried again"
            .formatted(MOST_ATTEMPTS));
  }

  private static Transaction last(ClusterLives lives, Stored config) {
    List<Transaction.Step> steps = new ArrayList<>();
    for (Stored lease : lives.all(Kind.LEASE)) {
      steps.add(new Transaction.Check(lease.key(), lease.version()));
    }
    for (DocumentKey key : List.of(DocumentKey.DIRECTIVES, DocumentKey.HISTORY, DocumentKey.TERM)) {
      Stored stored = lives.stored(key);
      if (stored != null) {
        steps.add(new Transaction.Delete(key, stored.version()));
      }
    }
    steps.add(new Transaction.Delete(config.key(), config.version()));
    return new Transaction(steps);
  }

  private static SortedSet<String> withTraces(ClusterLives lives) {
    SortedSet<String> nodes = new TreeSet<>(lives.nodes());
    for (Kind kind : NodeRemoval.TRACES) {
      lives.all(kind).forEach(stored -> nodes.add(stored.key().node()));
    }
    return nodes;
  }

  private static void requireOver(ClusterLives lives) {
    for (Stored lease : lives.all(Kind.LEASE)) {
      if (!NodeRemoval.isOver(lease)) {
        throw new HaException(
            "nothing was taken away: the lease of %s has been taken meanwhile; try again"
                .formatted(lease.key().node()));
      }
    }
  }
}
