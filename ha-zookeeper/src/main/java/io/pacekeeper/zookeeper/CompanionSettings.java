package io.pacekeeper.zookeeper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node hands to its companion, so that it reaches the same cluster in the same way.
 *
 * @param node the node's name
 * @param options where its cluster is, and how it is reached
 */
record CompanionSettings(String node, ZooKeeperOptions options) {
  private static final String NODE = "node";
  private static final String SERVERS = "servers";
  private static final String CHROOT = "chroot";
  private static final String CLUSTER = "cluster";
  private static final String SESSION_TIMEOUT = "session-timeout";
  private static final String CREDENTIALS = "credentials";
  private static final String IDENTITY = "identity.";
  private static final String PROPERTY = "property.";
  private static final String SYSTEM = "system.";

  /** System properties that say how this JVM reaches ZooKeeper, by how their names begin. */
  private static final String[] HANDED_ON = {
    "zookeeper.", "jute.", "java.security.", "javax.net.ssl.", "javax.security.", "sun.security."
  };

  /** Returns all of it as text, and this JVM's own settings of ZooKeeper's client. */
  SortedMap<String, String> toMap() {
    SortedMap<String, String> map = new TreeMap<>();
    map.put(NODE, node);
    map.put(SERVERS, options.connectString());
    map.put(CHROOT, options.chroot());
    map.put(CLUSTER, options.cluster());
    map.put(SESSION_TIMEOUT, options.sessionTimeout().toString());
    Credentials credentials = options.credentials();
    if (credentials != null) {
      map.put(CREDENTIALS, Base64.getEncoder().encodeToString(credentials.token()));
    }
    int count = 0;
    for (String identity : options.identities()) {
      map.put(IDENTITY + count++, identity);
    }
    options.properties().forEach((name, value) -> map.put(PROPERTY + name, value));
    for (String name : System.getProperties().stringPropertyNames()) {
      for (String beginning : HANDED_ON) {
        String value = name.startsWith(beginning) ? System.getProperty(name) : null;
        if (value != null) {
          map.put(SYSTEM + name, value);
        }
      }
    }
    return map;
  }

  /** Reads it, and makes the system properties this JVM's. */
  static CompanionSettings of(SortedMap<String, String> map) {
    ZooKeeperOptions options =
        ZooKeeperOptions.of(required(map, SERVERS), required(map, CLUSTER))
            .withChroot(required(map, CHROOT))
            .withSessionTimeout(Duration.parse(required(map, SESSION_TIMEOUT)))
            .withoutCreating();
    String credentials = map.get(CREDENTIALS);
    if (credentials != null) {
      options =
          options.withCredentials(Credentials.ofToken(Base64.getDecoder().decode(credentials)));
    }
    List<String> identities = new ArrayList<>();
    for (var entry : map.entrySet()) {
      String name = entry.getKey();
      if (name.startsWith(IDENTITY)) {
        identities.add(entry.getValue());
      } else if (name.startsWith(SYSTEM)) {
        System.setProperty(name.substring(SYSTEM.length()), entry.getValue());
      } else if (name.startsWith(PROPERTY)) {
        options = options.withProperty(name.substring(PROPERTY.length()), entry.getValue());
      }
    }
    return new CompanionSettings(required(map, NODE), options.withIdentities(identities));
  }

  private static String required(SortedMap<String, String> map, String name) {
    String value = map.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the companion was not told its " + name);
    }
    return value;
  }
}
