package io.pacekeeper.zookeeper;

import io.pacekeeper.runtime.companion.CompanionProgram;
import java.util.Set;
import java.util.stream.Stream;

/** The main class of a companion of a node whose cluster lives in ZooKeeper. */
final class CompanionMain {
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";

  private CompanionMain() {}

  /** Takes no arguments: everything comes through the standard input. */
  public static void main(String[] args) {
    CompanionProgram.run(
        map -> {
          CompanionSettings settings = CompanionSettings.of(map);
          Set<String> own = System.getProperties().stringPropertyNames();
          if (!namesTls(
              Stream.concat(own.stream(), settings.options().properties().keySet().stream()))) {
            // ZooKeeper's client reads all that Java trusts, TLS or not, and keeps it.
            System.setProperty(TRUST_STORE, "NONE");
          }
          return new ZooKeeperDeathRecord(settings);
        });
  }

  /** Returns whether any of these properties is about TLS. */
  static boolean namesTls(Stream<String> properties) {
    return properties.anyMatch(
        name ->
            name.equals("zookeeper.client.secure")
                || name.startsWith("zookeeper.ssl.")
                || name.startsWith("javax.net.ssl."));
  }
}
