package io.pacekeeper.zookeeper;

import io.pacekeeper.core.controller.LeaseOptions;
import io.pacekeeper.runtime.ClusterLayer;
import io.pacekeeper.runtime.NodeBuilder;
import io.pacekeeper.runtime.SavedInput;
import io.pacekeeper.runtime.companion.CompanionLaunch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A node of a cluster that lives in ZooKeeper. Everything the cluster stores is below {@code
 * <chroot>/<cluster>}, created by the first node that connects.
 */
public final class ZooKeeperNode {
  private ZooKeeperNode() {}

  /**
   * Returns a builder of a node.
   *
   * @param connectString the ZooKeeper servers, as {@code host:port,host:port}
   * @throws IllegalArgumentException if that cannot be understood
   */
  public static Builder builder(String connectString) {
    return new Builder(connectString);
  }

  /** Builds a node. The cluster and the node must be named, the rest has defaults. */
  public static final class Builder extends NodeBuilder<Builder> {
    private ZooKeeperOptions options;
    private @Nullable Path companionLog;

    private Builder(String connectString) {
      // The cluster's name is a stand-in until the node is made.
      this.options = ZooKeeperOptions.of(connectString, "unnamed");
    }

    /** Sets the path below which clusters are. Default {@code /pacekeeper}. */
    public Builder chroot(String path) {
      options = options.withChroot(path);
      return this;
    }

    /**
     * Sets the session timeout that is asked for; the servers grant one within their limits. It
     * decides nothing about safety: only how soon the others see that the node is gone, if nothing
     * else tells them. Default 30 s.
     */
    public Builder sessionTimeout(Duration timeout) {
      options = options.withSessionTimeout(timeout);
      return this;
    }

    /**
     * Sets the name and the password by which the node authenticates. Everything the cluster stores
     * is then readable and writable for that name alone, until {@code pk access} gives others a
     * role; all nodes need the same. Without, it is open to everybody who can reach ZooKeeper.
     * Digest authentication sends the password in clear: use TLS where the network is not trusted.
     *
     * @param password copied; may be cleared afterwards
     */
    public Builder credentials(String user, char[] password) {
      options = options.withCredentials(Credentials.of(user, password));
      return this;
    }

    /**
     * Takes the name and the password from a file that has {@code user:password} in one line. It
     * should be readable for the application's user alone.
     *
     * @throws IllegalArgumentException if it cannot be read, or is not written so
     */
    public Builder credentialsFile(Path file) {
      options = options.withCredentials(Credentials.read(file));
      return this;
    }

    /**
     * Takes the name and the password from the environment: {@code PACEKEEPER_CREDENTIALS} has
     * {@code user:password}, or {@code PACEKEEPER_CREDENTIALS_FILE} names a file that has. Does
     * nothing where neither is set.
     *
     * @throws IllegalArgumentException if that cannot be read, or is not written so
     */
    public Builder credentialsFromEnvironment() {
      return credentialsFrom(System.getenv());
    }

    Builder credentialsFrom(Map<String, String> environment) {
      String text = environment.get(Credentials.VARIABLE);
      String file = environment.get(Credentials.FILE_VARIABLE);
      if (text != null) {
        options =
            options.withCredentials(Credentials.parse(Credentials.VARIABLE, text.toCharArray()));
      } else if (file != null) {
        credentialsFile(Path.of(file));
      }
      return this;
    }

    /**
     * Sets who the nodes of the cluster are, where they prove it to ZooKeeper by a certificate or a
     * login of their own and not by a password: {@code x509:CN=node1,O=Example}, {@code sasl:shop}.
     * The node that creates the cluster makes it theirs; later {@code pk access} says who may do
     * what. This node has to be one of them.
     *
     * @throws IllegalArgumentException if one is not written so
     */
    public Builder nodeIdentities(String... identities) {
      options = options.withIdentities(List.of(identities));
      return this;
    }

    /**
     * Sets a property of ZooKeeper's client for this node alone, by the name of the system property
     * that it wins over, such as {@code zookeeper.client.secure} or {@code
     * zookeeper.ssl.trustStore.location}.
     */
    public Builder property(String name, String value) {
      options =
          options.withProperty(
              Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Sets the folder in which the node's companion writes down what it does, one file for each JVM
     * of the node. By default it tells its JVM alone, which logs it while it lives.
     */
    public Builder companionLog(Path folder) {
      companionLog = folder.toAbsolutePath();
      return this;
    }

    @Override
    protected CompanionLaunch newCompanion(String cluster, String node) {
      SortedMap<String, String> settings =
          new CompanionSettings(node, options.withCluster(cluster)).toMap();
      Path folder = companionLog;
      if (folder != null) {
        String name =
            "companion-%s-%s-%d.log".formatted(cluster, node, ProcessHandle.current().pid());
        settings.put(CompanionLaunch.LOG, folder.resolve(name).toString());
      }
      return new CompanionLaunch(
          CompanionClassPath.locate(), CompanionMain.class.getName(), settings);
    }

    @Override
    protected Function<? super SavedInput, byte[]> schedulerInputFormat() {
      return SavedInputs::write;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected ClusterLayer newLayer(String cluster, String node, LeaseOptions lease) {
      return new ZooKeeperLayer(options.withCluster(cluster), node);
    }
  }
}
