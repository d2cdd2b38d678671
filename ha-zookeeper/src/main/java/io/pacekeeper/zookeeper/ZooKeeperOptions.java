package io.pacekeeper.zookeeper;

import io.pacekeeper.api.Names;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.zookeeper.client.ConnectStringParser;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;
import org.jspecify.annotations.Nullable;

/**
 * Where a cluster is in ZooKeeper, and how it is reached.
 *
 * @param connectString the servers, as {@code host:port,host:port}
 * @param chroot the path below which the clusters are
 * @param cluster the cluster's name
 * @param sessionTimeout the session timeout that is asked for; the servers may grant another one
 * @param credentials who this is, by a password, or null if it is nobody or proves it otherwise
 * @param identities whom a cluster that is created is for, where the nodes prove by a certificate
 *     or a login who they are; each as {@link Identity} writes it
 * @param properties settings of ZooKeeper's client, by the names of its system properties, which
 *     they win over
 * @param creating whether znodes that are missing are created on connecting
 */
record ZooKeeperOptions(
    String connectString,
    String chroot,
    String cluster,
    Duration sessionTimeout,
    @Nullable Credentials credentials,
    SortedSet<String> identities,
    Map<String, String> properties,
    boolean creating) {
  /** The path below which clusters are unless told otherwise. */
  static final String DEFAULT_CHROOT = "/pacekeeper";

  /** The session timeout that is asked for unless told otherwise: 30 seconds. */
  static final Duration DEFAULT_SESSION_TIMEOUT = Duration.ofSeconds(30);

  /** The system property that says where Java's login configuration is. */
  private static final String LOGIN_CONFIGURATION = "java.security.auth.login.config";

  /**
   * How large a reply may be; larger than any request, so that whatever was written can be read.
   */
  private static final int LARGEST_REPLY = 4 * 1024 * 1024;

  ZooKeeperOptions {
    requireConnectString(connectString);
    requireChroot(chroot);
    Names.requireValid("cluster", cluster);
    if (sessionTimeout.toMillis() < 1 || sessionTimeout.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the session timeout must be one millisecond or longer, but it is " + sessionTimeout);
    }
    identities = Collections.unmodifiableSortedSet(new TreeSet<>(identities));
    identities.forEach(Identity::parse);
    properties = Map.copyOf(properties);
  }

  /** Returns the default options for a cluster. */
  static ZooKeeperOptions of(String connectString, String cluster) {
    return new ZooKeeperOptions(
        connectString,
        DEFAULT_CHROOT,
        cluster,
        DEFAULT_SESSION_TIMEOUT,
        null,
        new TreeSet<>(),
        Map.of(),
        true);
  }

  ZooKeeperOptions withChroot(String path) {
    return new ZooKeeperOptions(
        connectString,
        path,
        cluster,
        sessionTimeout,
        credentials,
        identities,
        properties,
        creating);
  }

  ZooKeeperOptions withCluster(String name) {
    return new ZooKeeperOptions(
        connectString, chroot, name, sessionTimeout, credentials, identities, properties, creating);
  }

  ZooKeeperOptions withSessionTimeout(Duration timeout) {
    return new ZooKeeperOptions(
        connectString, chroot, cluster, timeout, credentials, identities, properties, creating);
  }

  ZooKeeperOptions withCredentials(Credentials who) {
    return new ZooKeeperOptions(
        connectString, chroot, cluster, sessionTimeout, who, identities, properties, creating);
  }

  ZooKeeperOptions withIdentities(Collection<String> nodes) {
    return new ZooKeeperOptions(
        connectString,
        chroot,
        cluster,
        sessionTimeout,
        credentials,
        new TreeSet<>(nodes),
        properties,
        creating);
  }

  ZooKeeperOptions withProperty(String name, String value) {
    Map<String, String> more = new HashMap<>(properties);
    more.put(name, value);
    return new ZooKeeperOptions(
        connectString, chroot, cluster, sessionTimeout, credentials, identities, more, creating);
  }

  /** Returns the same for somebody who only looks: znodes that are missing stay so. */
  ZooKeeperOptions withoutCreating() {
    return new ZooKeeperOptions(
        connectString, chroot, cluster, sessionTimeout, credentials, identities, properties, false);
  }

  /** Returns the same for somebody who makes what is missing. */
  ZooKeeperOptions withCreating() {
    return new ZooKeeperOptions(
        connectString, chroot, cluster, sessionTimeout, credentials, identities, properties, true);
  }

  Paths paths() {
    return new Paths(chroot, cluster);
  }

  int sessionTimeoutMillis() {
    return Math.toIntExact(sessionTimeout.toMillis());
  }

  /** Returns whether a cluster that is created is not for everybody. */
  boolean isProtecting() {
    return credentials != null || !identities.isEmpty();
  }

  /** Returns whether ZooKeeper's client has settings by which it proves who this is. */
  boolean hasLogin() {
    return Boolean.parseBoolean(property(ZKClientConfig.SECURE_CLIENT))
        || property(LOGIN_CONFIGURATION) != null;
  }

  private @Nullable String property(String name) {
    return properties.getOrDefault(name, System.getProperty(name));
  }

  /** Returns the settings for ZooKeeper's client. */
  ZKClientConfig clientConfig() {
    ZKClientConfig config = new ZKClientConfig();
    properties.forEach(config::setProperty);
    // Watches are set once a handle, and must be there again when it reconnects.
    config.setProperty(ZKClientConfig.DISABLE_AUTO_WATCH_RESET, "false");
    if (config.getProperty(ZKConfig.JUTE_MAXBUFFER) == null) {
      config.setProperty(ZKConfig.JUTE_MAXBUFFER, Integer.toString(LARGEST_REPLY));
    }
    return config;
  }

  /** Returns the size in bytes above which the servers refuse a request. */
  int largestRequest() {
    ZKClientConfig config = new ZKClientConfig();
    properties.forEach(config::setProperty);
    return config.getInt(ZKConfig.JUTE_MAXBUFFER, ZKClientConfig.CLIENT_MAX_PACKET_LENGTH_DEFAULT);
  }

  /** Shows no settings of ZooKeeper's client: there are passwords of keys among them. */
  @Override
  public String toString() {
    return "ZooKeeperOptions[" + describe() + "]";
  }

  /** Returns the cluster and where it is, for messages. */
  String describe() {
    return "cluster " + cluster + " (" + paths().root() + " in " + connectString + ")";
  }

  private static void requireConnectString(String connectString) {
    if (connectString.contains("/")) {
      throw new IllegalArgumentException(
          "the ZooKeeper servers '"
              + connectString
              + "' have a path: give it as the chroot instead");
    }
    try {
      if (!connectString.isBlank()
          && !new ConnectStringParser(connectString).getServerAddresses().isEmpty()) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw unreadable(connectString, e);
    }
    throw unreadable(connectString, null);
  }

  private static IllegalArgumentException unreadable(
      String connectString, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "the ZooKeeper servers are written as host:port,host:port, but they are '"
            + connectString
            + "'",
        cause);
  }

  private static void requireChroot(String chroot) {
    boolean valid = chroot.startsWith("/") && !chroot.contains("//");
    for (String name : chroot.split("/")) {
      valid &= name.isEmpty() || Paths.isNode(name);
    }
    if (!valid || (chroot.length() > 1 && chroot.endsWith("/"))) {
      throw new IllegalArgumentException(
          "the chroot is a path of names such as /pacekeeper, but it is '" + chroot + "'");
    }
  }
}
