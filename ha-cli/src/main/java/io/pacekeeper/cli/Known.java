package io.pacekeeper.cli;

import io.pacekeeper.api.HaException;
import io.pacekeeper.api.ResourceDefinition;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.status.ClusterView;
import java.util.Collection;
import java.util.List;

/** What there is in a cluster, for commands that name it. */
final class Known {
  private static final int MOST_NAMED = 20;

  private Known() {}

  /**
   * Returns a resource as it holds.
   *
   * @throws HaException if there is none of that name, with those that there are
   */
  static ResourceDefinition resource(ClusterView view, String id) {
    // What cannot be read would show no resource at all.
    config(view);
    ResourceDefinition definition = view.cib().resources().get(id);
    if (definition == null) {
      throw nothing("resource", id, view.cib().resources().keySet());
    }
    return definition;
  }

  /** Complains unless the cluster knows a node, with those that it knows. */
  static void requireNode(ClusterView view, String node) {
    if (!view.cib().nodes().containsKey(node)) {
      throw nothing("node", node, view.cib().nodes().keySet());
    }
  }

  /** Returns the configuration; complains if it is there and cannot be read. */
  static ConfigDocument config(ClusterView view) {
    ConfigDocument config =
        Author.understood(() -> view.document(DocumentKey.CONFIG, ConfigDocument.class));
    return config == null ? ConfigDocument.EMPTY : config;
  }

  /** Returns the complaint that there is nothing of a name. */
  static HaException nothing(String kind, String name, Collection<String> existing) {
    return new HaException("there is no " + kind + " " + name + ": " + there(existing));
  }

  private static String there(Collection<String> names) {
    if (names.isEmpty()) {
      return "there is none at all";
    }
    List<String> first = names.stream().limit(MOST_NAMED).toList();
    int more = names.size() - first.size();
    return "there is " + String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
  }
}
