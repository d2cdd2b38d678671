package io.pacekeeper.core.status;

import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.LeaseDocument;
import io.pacekeeper.core.document.OrderNumber;
import io.pacekeeper.core.document.ReportDocument;
import io.pacekeeper.core.document.Stored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The documents of a cluster as they were read, by name. */
final class DocumentSet {
  private final SortedMap<DocumentKey, Stored> documents = new TreeMap<>();

  DocumentSet(Collection<Stored> documents) {
    documents.forEach(stored -> this.documents.put(stored.key(), stored));
  }

  Collection<Stored> all() {
    return documents.values();
  }

  boolean has(DocumentKey key) {
    return documents.containsKey(key);
  }

  /** Returns the content of a document, or null if it is not there or cannot be read. */
  <D extends Document> @Nullable D get(DocumentKey key, Class<D> type) {
    Stored stored = documents.get(key);
    return stored == null ? null : stored.as(type);
  }

  /** Returns the session that holds a document; 0 if none does. */
  long owner(DocumentKey key) {
    Stored stored = documents.get(key);
    return stored == null ? 0 : stored.owner();
  }

  /** Returns why a document cannot be read, or null. */
  @Nullable String problem(DocumentKey key) {
    Stored stored = documents.get(key);
    return stored == null ? null : stored.problem();
  }

  /**
   * Returns the nodes of a closed cluster, and whoever has left a trace. What outlives a node is
   * none: a lease that is over, its terms as DC, its deaths; nor is a JVM that waits, or what is
   * asked of it.
   */
  SortedSet<String> nodes() {
    SortedSet<String> nodes = new TreeSet<>();
    for (DocumentKey key : documents.keySet()) {
      switch (key.kind()) {
        case NODE, MEMBER, ORDERS, REPORT -> nodes.add(key.node());
        case LEASE -> {
          LeaseDocument lease = get(key, LeaseDocument.class);
          if (lease == null || !lease.state().isOver()) {
            nodes.add(key.node());
          }
        }
        default -> {
          // No trace of a node.
        }
      }
    }
    ConfigDocument config = get(DocumentKey.CONFIG, ConfigDocument.class);
    if (config != null && config.nodes() != null) {
      nodes.addAll(config.nodes().keySet());
    }
    return nodes;
  }

  /** Returns the names of the documents of one kind. */
  List<DocumentKey> keys(Kind kind) {
    return documents.keySet().stream().filter(key -> key.kind() == kind).toList();
  }

  /** Returns every document that cannot be read, or is not there though it should be, in words. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (Stored stored : documents.values()) {
      if (stored.problem() != null) {
        problems.add(stored.key().path() + " cannot be read: " + stored.problem());
      }
    }
    boolean anybody = documents.keySet().stream().anyMatch(key -> key.kind() == Kind.MEMBER);
    if (anybody) {
      expect(DocumentKey.CONFIG, "though nodes take part", problems);
      expect(DocumentKey.TERM, "though nodes take part", problems);
    }
    for (String node : nodes()) {
      addMissing(node, problems);
    }
    return problems;
  }

  private void addMissing(String node, List<String> problems) {
    ReportDocument report = get(DocumentKey.report(node), ReportDocument.class);
    LeaseDocument lease = get(DocumentKey.lease(node), LeaseDocument.class);
    if (lease != null && lease.isOfNobody() && !lease.state().isOver()) {
      problems.add(
          DocumentKey.lease(node).path()
              + " was deleted: "
              + node
              + " is waited for, for "
              + lease.length().plus(lease.margin()).toMillis()
              + " ms");
    }
    if (has(DocumentKey.member(node))) {
      expect(DocumentKey.lease(node), "though " + node + " takes part", problems);
      expect(DocumentKey.report(node), "though " + node + " takes part", problems);
    } else if (report != null || has(DocumentKey.orders(node))) {
      expect(DocumentKey.lease(node), "though " + node + " took part", problems);
    }
    if (report != null && report.consumed().compareTo(OrderNumber.NONE) > 0) {
      expect(DocumentKey.orders(node), "though " + node + " has reported orders", problems);
    }
  }

  private void expect(DocumentKey key, String though, List<String> problems) {
    if (!has(key)) {
      problems.add(key.path() + " is missing, " + though);
    }
  }
}
