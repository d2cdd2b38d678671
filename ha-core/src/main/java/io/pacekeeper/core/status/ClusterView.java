package io.pacekeeper.core.status;

import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.Explanation;
import io.pacekeeper.core.cib.Cib;
import io.pacekeeper.core.cib.CibAssembly;
import io.pacekeeper.core.cib.CibAssembly.NodeFacts;
import io.pacekeeper.core.cib.EffectiveResources;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.DirectivesDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.scheduler.Scheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as its documents show it, at one moment: its information base, its status, and why a
 * resource is where it is. For whoever reads the documents and takes no part.
 *
 * <p>Membership is guessed from the documents alone: a lease that its holder's member node goes
 * with is taken to be renewed, and one without to be waited for. The DC, which sees leases move,
 * knows better for as long as a lease may last.
 */
public final class ClusterView {
  private final Cib cib;
  private final ClusterStatus status;
  private final Instant now;
  private final DocumentSet documents;

  private ClusterView(Cib cib, ClusterStatus status, Instant now, DocumentSet documents) {
    this.cib = cib;
    this.status = status;
    this.now = now;
    this.documents = documents;
  }

  /**
   * Returns the view of a cluster.
   *
   * @param documents all its documents, read in one session after a sync
   * @param now when that was
   */
  public static ClusterView of(Collection<Stored> documents, Instant now) {
    DocumentSet set = new DocumentSet(documents);
    ConfigDocument read = set.get(DocumentKey.CONFIG, ConfigDocument.class);
    ConfigDocument config = read == null ? ConfigDocument.EMPTY : read;
    DirectivesDocument wanted = set.get(DocumentKey.DIRECTIVES, DirectivesDocument.class);
    EffectiveResources effective =
        EffectiveResources.of(config, wanted == null ? DirectivesDocument.EMPTY : wanted, now);
    SortedMap<String, NodeReading> nodes = new TreeMap<>();
    SortedMap<String, NodeFacts> facts = new TreeMap<>();
    for (String node : set.nodes()) {
      NodeReading reading = NodeReading.of(set, node, effective.definitions().keySet());
      nodes.put(node, reading);
      facts.put(node, reading.facts());
    }
    Cib cib = CibAssembly.assemble(effective, facts, now);
    ClusterStatus status = new StatusAssembly(set, config, effective, nodes, cib, now).assemble();
    return new ClusterView(cib, status, now, set);
  }

  /** Returns the information base that the scheduler would decide from. */
  public Cib cib() {
    return cib;
  }

  /** Returns the status. */
  public ClusterStatus status() {
    return status;
  }

  /** Returns when it was seen so. */
  public Instant now() {
    return now;
  }

  /**
   * Returns a document as it is here if it is there and can be read, else null.
   *
   * @throws IllegalArgumentException if it is there and cannot be read
   */
  public <D extends Document> @Nullable D document(DocumentKey key, Class<D> type) {
    String problem = documents.problem(key);
    if (problem != null) {
      throw new IllegalArgumentException(key.path() + " cannot be read: " + problem);
    }
    return documents.get(key, type);
  }

  /** Returns what the cluster would do as it is, by the scheduler's decision. */
  public Forecast forecast() {
    return Forecast.of(cib, now);
  }

  /** Returns the same cluster if a document said something else. */
  public ClusterView with(DocumentKey key, Document changed) {
    List<Stored> all = new ArrayList<>();
    Stored before = null;
    for (Stored stored : documents.all()) {
      if (stored.key().equals(key)) {
        before = stored;
      } else {
        all.add(stored);
      }
    }
    all.add(
        before == null
            ? new Stored(key, 0, 0, 0, 0, changed, null)
            : new Stored(
                key,
                before.version(),
                before.modified(),
                before.owner(),
                before.created(),
                changed,
                null));
    return of(all, now);
  }

  /**
   * Returns why a resource is where it is.
   *
   * @throws IllegalArgumentException if there is no such resource, or the configuration cannot be
   *     read
   */
  public Explanation explain(String resource) {
    String problem = documents.problem(DocumentKey.CONFIG);
    if (problem != null) {
      throw new IllegalArgumentException(
          "nothing can be explained, because config cannot be read: " + problem);
    }
    DirectivesDocument directives = documents.get(DocumentKey.DIRECTIVES, DirectivesDocument.class);
    return Scheduler.explain(
        cib, resource, now, directives == null ? List.of() : directives.locations());
  }
}
