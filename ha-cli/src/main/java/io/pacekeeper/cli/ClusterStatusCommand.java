package io.pacekeeper.cli;

import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk cluster status}: who belongs to the cluster, and which JVMs take part or wait. */
@Command(
    name = "status",
    description = {
      "Shows which nodes belong to the cluster, and which of their JVMs take part or wait.",
      "What runs where is shown by pk status."
    })
final class ClusterStatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ClusterCommand parent;

  @Override
  public Integer call() {
    try (ZooKeeperClusterClient client = parent.connect()) {
      ClusterLives lives = ClusterLives.of(client);
      ConfigDocument config = lives.config();
      PrintWriter out = spec.commandLine().getOut();
      SortedMap<String, Integer> listed = config.nodes();
      out.println("Cluster name: " + client.cluster());
      out.println(
          listed == null
              ? "Open: every node may join. It works at feature set " + config.featureSet() + "."
              : "Closed: %d nodes. It works at feature set %d."
                  .formatted(listed.size(), config.featureSet()));
      SortedSet<String> nodes = lives.nodes();
      for (NodeLife life : lives.lives(nodes)) {
        out.println(
            "  * %s: %s%s, %s%s"
                .formatted(
                    life.name(),
                    life.describe(),
                    isTooOld(life, config) ? " and is too old, so that nothing is run on it" : "",
                    life.participation().enabled() ? "enabled" : "disabled",
                    life.place()));
      }
      for (Stored stored : lives.all(Kind.HOST)) {
        HostDocument host = stored.as(HostDocument.class);
        if (host != null && !nodes.contains(stored.key().node())) {
          out.println(
              "A JVM waits that %s: %s (host %s, pid %d)"
                  .formatted(host.waitsFor(), stored.key().node(), host.host(), host.pid()));
        }
      }
    }
    return Pk.DONE;
  }

  private static boolean isTooOld(NodeLife life, ConfigDocument config) {
    return life.member() != null && life.member().featureSet() < config.featureSet();
  }
}
