package io.pacekeeper.cli;

import io.pacekeeper.api.ClusterStatus.NodeStatus;
import io.pacekeeper.api.HaException;
import io.pacekeeper.api.ResourceNeeds;
import io.pacekeeper.core.cib.AttributeValue;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FeatureSet;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk node utilization}: how much a node has of what resources take. */
@Command(
    name = "utilization",
    sortOptions = false,
    description = {
      "Shows how much nodes have of what resources take, and sets it.",
      "What is set here wins over what the node says of itself. It counts where placement-strategy"
          + " says so: pk property set placement-strategy=balanced"
    })
final class NodeUtilization implements Callable<Integer> {
  /** How many amounts an administrator may set of one node. */
  private static final int MOST = 100;

  @Spec private CommandSpec spec;
  @ParentCommand private NodeCommand parent;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NODE", description = "The node; else all.")
  private @Nullable String node;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "NAME=VALUE",
      description = "What is set; without a value it is taken back.")
  private @Nullable List<String> settings;

  @Override
  public Integer call() {
    SortedMap<String, String> wanted = Settings.pairs(settings == null ? List.of() : settings);
    wanted.forEach(NodeUtilization::requireAmount);
    try (ZooKeeperClusterClient client = parent.connect()) {
      String of = node;
      if (of != null) {
        client.requireNode(of);
        if (!wanted.isEmpty()) {
          client.requireFeatureSet(FeatureSet.PLACEMENT);
          set(client, of, wanted);
        }
      }
      show(client.view());
    }
    return Pk.DONE;
  }

  /** Returns the amount that is written, or 0 if it is taken back. */
  private static int requireAmount(String name, String value) {
    return Author.understood(
        () -> {
          try {
            int amount = value.isEmpty() ? 0 : AttributeValue.number(value);
            return ResourceNeeds.requireAmount(name, amount);
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                "%s=%s is not possible: %s".formatted(name, value, e.getMessage()), e);
          }
        });
  }

  private void set(ZooKeeperClusterClient client, String of, SortedMap<String, String> wanted) {
    ChangeNote note = Author.note(spec, "capacity of " + of + ": " + wanted);
    client.change(
        DocumentKey.node(of),
        NodeDocument.EMPTY,
        before -> {
          SortedMap<String, Integer> after = new TreeMap<>(before.capacity());
          wanted.forEach(
              (name, value) -> {
                if (value.isEmpty()) {
                  after.remove(name);
                } else {
                  after.put(name, requireAmount(name, value));
                }
              });
          if (after.size() > MOST) {
            throw new HaException(
                "a node has at most " + MOST + " amounts that an administrator set");
          }
          return after.equals(before.capacity()) ? before : before.withCapacity(after, note);
        });
  }

  private void show(ClusterView view) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Node Utilization:");
    for (NodeStatus status : view.status().nodes()) {
      if (node == null || node.equals(status.name())) {
        out.println("  " + status.name() + ":");
        status
            .details()
            .capacity()
            .forEach(
                (name, amount) ->
                    out.println(
                        "    %s=%d (%d taken)".formatted(name, amount.total(), amount.taken())));
      }
    }
    if (!view.cib().options().placement().countsCapacity()) {
      out.println("It counts for nothing: placement-strategy is default.");
    }
    out.flush();
  }
}
