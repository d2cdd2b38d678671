package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.cib.NodeHealth;
import io.pacekeeper.core.cib.NodeState;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.zookeeper.ZooKeeperClusterClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code pk node attribute}: what a node is like, for rules of locations, and its health. */
@Command(
    name = "attribute",
    sortOptions = false,
    description = {
      "Shows the attributes of nodes, and sets them.",
      "What is set here wins over what the node says of itself. Names that begin with #health say"
          + " how well it is: green, yellow, red or a score, for node-health-strategy."
    })
final class NodeAttribute implements Callable<Integer> {
  /** How many attributes an administrator may set of one node. */
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
    wanted.forEach(NodeAttribute::requirePossible);
    try (ZooKeeperClusterClient client = parent.connect()) {
      String of = node;
      if (of != null) {
        client.requireNode(of);
        if (!wanted.isEmpty()) {
          set(client, of, wanted);
        }
      }
      show(client.view());
    }
    return Pk.DONE;
  }

  private static void requirePossible(String name, String value) {
    if (name.isBlank() || name.contains(" ")) {
      throw new HaException("an attribute's name has no spaces, but it is '" + name + "'");
    }
    Author.understood(
        () -> {
          // A name is checked even if it is only taken back.
          NodeHealth.requirePossible(name, value.isEmpty() ? "green" : value);
          return name;
        });
  }

  private void set(ZooKeeperClusterClient client, String of, Map<String, String> wanted) {
    ChangeNote note = Author.note(spec, "attributes of " + of + ": " + wanted);
    client.change(
        DocumentKey.node(of),
        NodeDocument.EMPTY,
        before -> {
          SortedMap<String, String> after = new TreeMap<>(before.attributes());
          wanted.forEach(
              (name, value) -> {
                if (value.isEmpty()) {
                  after.remove(name);
                } else {
                  after.put(name, value);
                }
              });
          if (after.size() > MOST) {
            throw new HaException(
                "a node has at most " + MOST + " attributes that an administrator set");
          }
          return after.equals(before.attributes()) ? before : before.withAttributes(after, note);
        });
  }

  private void show(ClusterView view) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Node Attributes:");
    for (NodeState state : view.cib().nodes().values()) {
      if (node == null || node.equals(state.name())) {
        out.println("  " + state.name() + ":");
        state.attributes().forEach((name, value) -> out.println("    " + name + "=" + value));
      }
    }
    out.flush();
  }
}
