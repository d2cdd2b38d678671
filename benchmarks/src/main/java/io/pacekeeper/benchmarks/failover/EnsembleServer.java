package io.pacekeeper.benchmarks.failover;

import java.io.IOException;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/** The JVM of a server of an {@link Ensemble}: ends when whoever started it does. */
final class EnsembleServer {
  private EnsembleServer() {}

  /** Takes the server's configuration file. */
  public static void main(String[] args) {
    Thread parent = new Thread(EnsembleServer::awaitParent, "parent");
    parent.setDaemon(true);
    parent.start();
    QuorumPeerMain.main(args);
  }

  private static void awaitParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said to it.
      }
    } catch (IOException e) {
      // As if it had ended.
    }
    Runtime.getRuntime().halt(0);
  }
}
