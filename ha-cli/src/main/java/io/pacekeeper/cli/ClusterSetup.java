package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.api.Names;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.FeatureSet;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.Participation;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient.CommitResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk cluster setup}: makes a closed cluster of some nodes. */
@Command(
    name = "setup",
    sortOptions = false,
    description = {
      "Makes a cluster of some nodes, which no other may join. A cluster that is there is refused.",
      "Their JVMs wait until pk cluster start, unless said otherwise."
    })
final class ClusterSetup implements Callable<Integer> {
  private static final int MOST_ATTEMPTS = 10;

  @Spec private CommandSpec spec;
  @ParentCommand private ClusterCommand parent;

  @Parameters(index = "0", paramLabel = "NAME", description = "The name of the cluster.")
  private String name;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "NODE", description = "Its nodes.")
  private List<String> nodes;

  @Option(names = "--enable", description = "Has JVMs take part as soon as they start.")
  private boolean enable;

  @Option(names = "--start", description = "Has the JVMs that wait take part, and waits for it.")
  private boolean start;

  @Mixin private ClusterCommand.Limit limit;

  @Override
  public Integer call() throws InterruptedException {
    Duration patience = limit.duration();
    requireNames();
    try (ZooKeeperClusterClient client = parent.pk().connectToNew(name)) {
      PrintWriter out = spec.commandLine().getOut();
      ChangeNote note = Author.note(spec, "setup of " + String.join(", ", nodes));
      boolean made = setUp(client, note);
      ClusterLives lives = ClusterLives.of(client);
      for (NodeLife life : lives.lives(nodes)) {
        out.println(
            "%s: %s%s"
                .formatted(
                    life.name(),
                    life.process() == null ? "no JVM of it waits yet" : "waits",
                    life.place()));
      }
      out.println(
          made
              ? "Cluster %s has been set up.".formatted(name)
              : "Cluster %s was set up before, and nobody has taken part yet.".formatted(name));
      if (start) {
        new LifeProgress(client, out, note).begun(nodes).start(nodes, patience);
      }
    }
    return Pk.DONE;
  }

  private void requireNames() {
    Author.understood(() -> Names.requireValid("cluster", name));
    TreeSet<String> seen = new TreeSet<>();
    for (String node : nodes) {
      Author.understood(() -> Names.requireValid("node", node));
      if (!seen.add(node)) {
        throw new HaException("node " + node + " is named twice");
      }
    }
  }

  /** Returns whether it made the cluster; false if somebody began to, with the same nodes. */
  private boolean setUp(ZooKeeperClusterClient client, ChangeNote note) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      ClusterLives lives = ClusterLives.of(client);
      if (lives.storedConfig() != null) {
        continueWith(client, lives, note);
        return false;
      }
      requireNobody(lives);
      ConfigDocument config = config(lives, note);
      CommitResult result =
          client.commit(Transaction.of(new Transaction.Create(DocumentKey.CONFIG, config)));
      if (result instanceof CommitResult.Written) {
        return true;
      }
      Stored stored = client.read(DocumentKey.CONFIG);
      if (stored != null && config.equals(stored.document())) {
        return true; // There was no answer, and it had happened.
      }
    }
    throw new HaException(
        "the cluster could not be set up in %d attempts".formatted(MOST_ATTEMPTS));
  }

  /** A cluster of these nodes that nobody has been in is one of which the setup was interrupted. */
  private void continueWith(ZooKeeperClusterClient client, ClusterLives lives, ChangeNote note) {
    ConfigDocument config = lives.config();
    SortedMap<String, Integer> listed = config.nodes();
    if (listed == null) {
      throw new HaException(
          "there is a cluster %s already, which is open, so that every node may join it: choose another name, or take it away by pk cluster destroy"
              .formatted(name));
    }
    if (!listed.equals(ids()) || lives.stored(DocumentKey.TERM) != null) {
      throw new HaException(
          "there is a cluster %s already, of %s: choose another name, or take it away by pk cluster destroy%s"
              .formatted(
                  name,
                  String.join(", ", listed.keySet()),
                  listed.keySet().equals(ids().keySet())
                      ? "; pk cluster start --all has its JVMs take part"
                      : ""));
    }
    if (enable) {
      LifeChange.change(
          client,
          before -> {
            LifeChange change = LifeChange.of(before, note);
            lives.lives(nodes).forEach(life -> change.enable(life, true));
            return change.in(before);
          });
    }
  }

  private void requireNobody(ClusterLives lives) {
    for (Stored member : lives.all(Kind.MEMBER)) {
      throw new HaException(
          "%s takes part in a cluster %s of which the configuration is gone: let its DC restore that, or end its JVM"
              .formatted(member.key().node(), name));
    }
  }

  private ConfigDocument config(ClusterLives lives, ChangeNote note) {
    int featureSet = FeatureSet.NEWEST;
    List<String> tooOld = new ArrayList<>();
    for (Stored stored : lives.all(Kind.HOST)) {
      HostDocument host = stored.as(HostDocument.class);
      if (host != null && nodes.contains(stored.key().node())) {
        featureSet = Math.min(featureSet, host.featureSet());
        if (host.featureSet() < ClusterStart.NEEDED) {
          tooOld.add(stored.key().node());
        }
      }
    }
    if (!tooOld.isEmpty()) {
      throw new HaException(
          "too old to be set up as nodes of a cluster: %s; upgrade their version of Pacekeeper"
              .formatted(String.join(", ", tooOld)));
    }
    TreeMap<String, Participation> disabled = new TreeMap<>();
    nodes.forEach(node -> disabled.put(node, new Participation(enable, null)));
    ConfigDocument config =
        ConfigDocument.EMPTY
            .withFeatureSet(featureSet)
            .withNodes(ids())
            .withParticipation(disabled);
    LifeChange change = LifeChange.of(config, note);
    lives.lives(nodes).forEach(life -> change.want(life, start));
    ConfigDocument wanted = change.in(config);
    return wanted.equals(config) ? config.with(note) : wanted;
  }

  private SortedMap<String, Integer> ids() {
    TreeMap<String, Integer> ids = new TreeMap<>();
    nodes.forEach(node -> ids.put(node, ids.size() + 1));
    return ids;
  }
}
