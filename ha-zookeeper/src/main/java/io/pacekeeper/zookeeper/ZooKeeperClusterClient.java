package io.pacekeeper.zookeeper;

import io.pacekeeper.api.ClusterStatus;
import io.pacekeeper.api.Explanation;
import io.pacekeeper.api.HaException;
import io.pacekeeper.api.Names;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.Claim;
import io.pacekeeper.core.document.ConfigDocument;
import io.pacekeeper.core.document.Document;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.FeatureSet;
import io.pacekeeper.core.document.NodeDocument;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.status.ClusterView;
import io.pacekeeper.runtime.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a cluster that lives in ZooKeeper, for tools: reads what is stored and changes
 * what administrators say, and takes no part. Safe for use by several threads. Whatever cannot be
 * done is a {@link HaException} of one sentence.
 */
public final class ZooKeeperClusterClient implements AutoCloseable {
  private static final int MOST_ATTEMPTS = 10;

  private final ZooKeeperOptions options;
  private final String cluster;
  private final BlockingLayer layer;
  private final Clock clock = Clock.system();

  private ZooKeeperClusterClient(ZooKeeperOptions options, BlockingLayer layer) {
    this.options = options;
    this.cluster = options.cluster();
    this.layer = layer;
  }

  /** What became of a transaction. */
  public sealed interface CommitResult {
    /**
     * Everything was written.
     *
     * @param documents for each {@code Set} and {@code Create}, in order, how the document reads
     */
    record Written(List<Stored> documents) implements CommitResult {
      public Written {
        documents = List.copyOf(documents);
      }
    }

    /** Nothing was written: a step did not hold. Read again and decide anew. */
    record Conflict(DocumentKey key) implements CommitResult {}

    /** Whether anything was written is not known. It may still be, later. */
    record Unknown() implements CommitResult {}
  }

  /**
   * Returns a builder of a connection.
   *
   * @param connectString the ZooKeeper servers, as {@code host:port,host:port}
   * @throws IllegalArgumentException if that cannot be understood
   */
  public static Builder builder(String connectString) {
    return new Builder(connectString);
  }

  /** Returns the name of the cluster. */
  public String cluster() {
    return cluster;
  }

  /** Returns who may do what with the cluster. */
  public ClusterAccess access() {
    return new ClusterAccess(options, layer, this);
  }

  /** Returns how nodes are asked to prove that they hold the cluster's credentials. */
  public HostProofs hostProofs() {
    return new HostProofs(options, layer, this);
  }

  /** Returns all documents of the cluster, read in one session after a sync. */
  public List<Stored> documents() {
    return layer.read();
  }

  /** Returns the cluster as its documents show it now. */
  public ClusterView view() {
    List<Stored> documents = documents();
    return ClusterView.of(documents, clock.now().wall());
  }

  /** Returns the cluster's status now. */
  public ClusterStatus status() {
    return view().status();
  }

  /**
   * Returns why a resource is where it is.
   *
   * @throws HaException if there is no such resource, with those that there are
   */
  public Explanation explain(String resource) {
    ClusterView view = view();
    try {
      return view.explain(resource);
    } catch (IllegalArgumentException e) {
      throw new HaException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Writes all of a transaction or nothing, and does not try again.
   *
   * @throws HaException if it is not allowed, or too large
   */
  public CommitResult commit(Transaction transaction) {
    Input.FromLayer answer = layer.commit(transaction);
    if (answer instanceof Input.Committed committed) {
      return new CommitResult.Written(committed.written());
    } else if (answer instanceof Input.Conflicted conflicted) {
      return new CommitResult.Conflict(conflicted.key());
    } else if (answer instanceof Input.Refused refused) {
      throw new HaException(refused.reason());
    }
    return new CommitResult.Unknown();
  }

  /**
   * Changes a document, and tries again when somebody else writes it meanwhile.
   *
   * @param key which document
   * @param absent what it says if it is not there
   * @param change returns what it is to say; called again with what others wrote. If that is equal
   *     to what it says, nothing is written
   * @return whether anything was written
   * @throws HaException if it cannot be read, or was not written
   */
  public <D extends Document> boolean change(DocumentKey key, D absent, UnaryOperator<D> change) {
    boolean uncertain = false;
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      Stored stored = read(key);
      D before = stored == null ? absent : readable(stored, absent);
      D after = change.apply(before);
      if (after.equals(before)) {
        return uncertain;
      }
      Transaction.Step step =
          stored == null
              ? new Transaction.Create(key, after)
              : new Transaction.Set(key, stored.version(), after);
      CommitResult result = commit(Transaction.of(step));
      if (result instanceof CommitResult.Written) {
        return true;
      }
      uncertain |= result instanceof CommitResult.Unknown;
      layer.awaitConnected();
    }
    throw new HaException(
        "%s could not be changed in %d attempts: others write it"
            .formatted(key.path(), MOST_ATTEMPTS));
  }

  @SuppressWarnings("unchecked")
  private static <D extends Document> D readable(Stored stored, D absent) {
    Document document = stored.document();
    if (document == null || !absent.getClass().isInstance(document)) {
      throw new HaException(
          "%s cannot be read, so nothing was changed: %s"
              .formatted(stored.key().path(), stored.problem()));
    }
    return (D) document;
  }

  /**
   * Returns a document as it reads now, or null if it is not there.
   *
   * @throws HaException if there is no answer
   */
  public @Nullable Stored read(DocumentKey key) {
    return find(documents(), key);
  }

  /**
   * Puts a node in standby or takes it out, whoever else claims that it be.
   *
   * @param node the node's name; one that the cluster knows
   * @param standby whether nothing is to run on it
   * @param note who changes it
   * @return false if it was so already
   * @throws HaException if there is no such node, with those that there are
   */
  public boolean setStandby(String node, boolean standby, ChangeNote note) {
    requireNode(node);
    List<Claim> claims =
        standby ? List.of(new Claim(note.by(), "", note.at(), null)) : List.<Claim>of();
    return change(
        DocumentKey.node(node),
        NodeDocument.EMPTY,
        before ->
            before.isStandby(note.at()) == standby ? before : before.withStandby(claims, note));
  }

  /**
   * Complains unless the cluster works at a {@link FeatureSet}: what is said with a newer one,
   * nodes of an older version would not heed.
   *
   * @throws HaException if it works at an older one, with what has to be done
   */
  public void requireFeatureSet(int needed) {
    Stored stored = read(DocumentKey.CONFIG);
    ConfigDocument config = stored == null ? null : stored.as(ConfigDocument.class);
    if (config != null && config.featureSet() < needed) {
      throw new HaException(
          "the cluster works at feature set %d, and this needs %d: upgrade all of its nodes first"
              .formatted(config.featureSet(), needed));
    }
  }

  /**
   * Complains unless the cluster knows a node.
   *
   * @throws HaException with the nodes that there are
   */
  public void requireNode(String node) {
    requireNode(node, documents());
  }

  /**
   * Has a callback called, from now on, whenever anything may have changed, leases included, and
   * after each reconnection. It runs on the connection's thread and must return at once: let it
   * wake up somebody who then reads.
   */
  public void watch(Runnable onChange) {
    layer.watch(Objects.requireNonNull(onChange, "onChange"));
  }

  /** Begins to follow the cluster, by a connection of its own that is to be closed. */
  public LiveCluster follow() {
    return layer.follow();
  }

  /** Ends the connection. */
  @Override
  public void close() {
    layer.close();
  }

  private static void requireNode(String node, List<Stored> documents) {
    TreeSet<String> nodes = new TreeSet<>();
    documents.stream().map(stored -> stored.key().node()).forEach(nodes::add);
    nodes.remove("");
    if (!nodes.contains(node)) {
      throw new HaException("there is no node " + node + ": " + there(nodes));
    }
  }

  private static @Nullable Stored find(List<Stored> documents, DocumentKey key) {
    return documents.stream().filter(stored -> stored.key().equals(key)).findFirst().orElse(null);
  }

  private static String there(Collection<String> names) {
    return names.isEmpty() ? "there is none at all" : "there is " + String.join(", ", names);
  }

  /** Builds a connection. Everything has defaults. */
  public static final class Builder {
    /** How long connecting and each request may take unless told otherwise: 10 seconds. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private ZooKeeperOptions options;
    private @Nullable String cluster;
    private Duration timeout = DEFAULT_TIMEOUT;

    private Builder(String connectString) {
      // The cluster's name is a stand-in until the connection is made.
      this.options = ZooKeeperOptions.of(connectString, "unnamed").withoutCreating();
    }

    /** Names the cluster. By default it is the only one that is there. */
    public Builder cluster(String name) {
      cluster = Names.requireValid("cluster", name);
      return this;
    }

    /** Sets the path below which clusters are. Default {@code /pacekeeper}. */
    public Builder chroot(String path) {
      options = options.withChroot(path);
      return this;
    }

    /** Sets how long connecting may take, and each request after it. Default 10 s. */
    public Builder timeout(Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(
            "the timeout must be longer than zero, but it is " + value);
      }
      timeout = value;
      return this;
    }

    /**
     * Sets the name and the password of somebody who has a role in the cluster, or its nodes'.
     *
     * @param password copied; may be cleared afterwards
     */
    public Builder credentials(String user, char[] password) {
      options = options.withCredentials(Credentials.of(user, password));
      return this;
    }

    /**
     * Takes a name and a password from a file that has {@code user:password} in one line.
     *
     * @throws IllegalArgumentException if it cannot be read, or is not written so
     */
    public Builder credentialsFile(Path file) {
      options = options.withCredentials(Credentials.read(file));
      return this;
    }

    /**
     * Sets a property of ZooKeeper's client for this connection alone, by the name of the system
     * property that it wins over.
     */
    public Builder property(String name, String value) {
      options =
          options.withProperty(
              Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Makes the place of the cluster in ZooKeeper where there is none, for whoever sets one up.
     * Otherwise a connection to a cluster that is not there is refused.
     */
    public Builder creating() {
      options = options.withCreating();
      return this;
    }

    /**
     * Returns the names of the clusters that are there.
     *
     * @throws HaException if ZooKeeper cannot be reached in time
     */
    public List<String> clusters() {
      try (BlockingLayer layer = new BlockingLayer(options.withoutCreating(), timeout)) {
        layer.connect();
        return layer.clusters();
      }
    }

    /**
     * Connects to the cluster.
     *
     * @throws HaException if ZooKeeper cannot be reached in time, or there is no such cluster
     */
    public ZooKeeperClusterClient connect() {
      String name = cluster == null ? only(clusters()) : cluster;
      ZooKeeperOptions here = options.withCluster(name);
      BlockingLayer layer = new BlockingLayer(here, timeout);
      try {
        layer.connect();
        List<String> clusters = layer.clusters();
        if (!clusters.contains(name)) {
          throw new HaException("there is no cluster " + name + where() + ": " + there(clusters));
        }
      } catch (RuntimeException e) {
        layer.close();
        throw e;
      }
      return new ZooKeeperClusterClient(here, layer);
    }

    private String only(List<String> clusters) {
      if (clusters.size() != 1) {
        throw new HaException(
            clusters.isEmpty()
                ? "there is no cluster" + where()
                : "there is more than one cluster"
                    + where()
                    + ": name one of "
                    + String.join(", ", clusters));
      }
      return clusters.get(0);
    }

    private String where() {
      return " in ZooKeeper at " + options.connectString() + " below " + options.chroot();
    }
  }
}
