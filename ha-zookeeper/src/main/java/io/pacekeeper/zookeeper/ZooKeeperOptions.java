package io.pacekeeper.zookeeper;

import io.pacekeeper.api.Names;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.client.ConnectStringParser;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;
import org.apache.zookeeper.data.ACL;
import org.jspecify.annotations.Nullable;

/**
 * Where a cluster is in ZooKeeper, and how it is reached.
 *
 * @param connectString the servers, as {@code host:port,host:port}
 * @param chroot the path below which the clusters are
 * @param cluster the cluster's name
 * @param sessionTimeout the session timeout that is asked for; the servers may grant another one
 * @param credentials who this is, or null if the cluster is open to everybody
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
    Map<String, String> properties,
    boolean creating) {
  /** The path below which clusters are unless told otherwise. */
  static final String DEFAULT_CHROOT = "/pacekeeper";

  /** The session timeout that is asked for unless told otherwise: 30 seconds. */
  static final Duration DEFAULT_SESSION_TIMEOUT = Duration.ofSeconds(30);

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
    properties = Map.copyOf(properties);
  }

  /** Returns the default options for a cluster. */
  static ZooKeeperOptions of(String connectString, String cluster) {
    return new ZooKeeperOptions(
        connectString, DEFAULT_CHROOT, cluster, DEFAULT_SESSION_TIMEOUT, null, Map.of(), true);
  }

  ZooKeeperOptions withChroot(String path) {
    return new ZooKeeperOptions(
        connectString, path, cluster, sessionTimeout, credentials, properties, creating);
  }

  ZooKeeperOptions withCluster(String name) {
    return new ZooKeeperOptions(
        connectString, chroot, name, sessionTimeout, credentials, properties, creating);
  }

  ZooKeeperOptions withSessionTimeout(Duration timeout) {
    return new ZooKeeperOptions(
        connectString, chroot, cluster, timeout, credentials, properties, creating);
  }

  ZooKeeperOptions withCredentials(Credentials who) {
    return new ZooKeeperOptions(
        connectString, chroot, cluster, sessionTimeout, who, properties, creating);
  }

  ZooKeeperOptions withProperty(String name, String value) {
    Map<String, String> more = new HashMap<>(properties);
    more.put(name, value);
    return new ZooKeeperOptions(
        connectString, chroot, cluster, sessionTimeout, credentials, more, creating);
  }

  /** Returns the same for somebody who only looks: znodes that are missing stay so. */
  ZooKeeperOptions withoutCreating() {
    return new ZooKeeperOptions(
        connectString, chroot, cluster, sessionTimeout, credentials, properties, false);
  }

  Paths paths() {
    return new Paths(chroot, cluster);
  }

  int sessionTimeoutMillis() {
    return Math.toIntExact(sessionTimeout.toMillis());
  }

  /** Returns who may read and write the znodes of the cluster. */
  List<ACL> accessList() {
    return credentials == null ? ZooDefs.Ids.OPEN_ACL_UNSAFE : ZooDefs.Ids.CREATOR_ALL_ACL;
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
