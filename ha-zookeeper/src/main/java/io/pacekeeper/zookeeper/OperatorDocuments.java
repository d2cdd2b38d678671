package io.pacekeeper.zookeeper;

import io.pacekeeper.core.document.AccessDocument.Role;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.RequestsDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooKeeper;

/**
 * The documents that operators write. Operators cannot create them, as they may not know for whom
 * else they are to be: they are there before they are needed, and empty.
 */
final class OperatorDocuments {
  private final ZooKeeperClusterClient client;

  OperatorDocuments(ZooKeeperClusterClient client) {
    this.client = client;
  }

  /** Creates what is missing, for all nodes that there are. */
  void create() {
    List<Stored> documents = client.documents();
    Set<String> nodes = new TreeSet<>();
    SortedMap<DocumentKey, Document> wanted = new TreeMap<>();
    wanted.put(DocumentKey.DIRECTIVES, DirectivesDocument.EMPTY);
    for (Stored stored : documents) {
      ConfigDocument config = stored.as(ConfigDocument.class);
      if (stored.key().kind() == Kind.MEMBER || stored.key().kind() == Kind.REPORT) {
        nodes.add(stored.key().node());
      } else if (config != null && config.nodes() != null) {
        nodes.addAll(config.nodes().keySet());
      }
    }
    nodes.forEach(node -> wanted.putAll(of(node)));
    documents.forEach(stored -> wanted.remove(stored.key()));
    // Whoever is faster has created it, which is as well.
    wanted.forEach(
        (key, document) -> client.commit(Transaction.of(new Transaction.Create(key, document))));
  }

  /**
   * Creates those of a node that has just joined, without blocking; whether that succeeds concerns
   * nobody but operators, who are told that they are missing.
   */
  static void create(ZooKeeper zooKeeper, Paths paths, AccessLists access, String node) {
    if (!access.areKnown() || access.document().of(Role.OPERATOR).isEmpty()) {
      return;
    }
    of(node)
        .forEach(
            (key, document) ->
                zooKeeper.create(
                    paths.of(key),
                    DocumentFormat.bytes(DocumentFormat.write(document)),
                    access.of(key),
                    CreateMode.PERSISTENT,
                    (rc, path, ctx, name) -> {},
                    null));
  }

  private static SortedMap<DocumentKey, Document> of(String node) {
    SortedMap<DocumentKey, Document> wanted = new TreeMap<>();
    wanted.put(DocumentKey.node(node), NodeDocument.EMPTY);
    wanted.put(DocumentKey.requests(node), RequestsDocument.EMPTY);
    return wanted;
  }
}
