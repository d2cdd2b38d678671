package io.pacekeeper.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The host on which the command runs, by the name that nodes on it give. */
final class LocalHost {
  private LocalHost() {}

  static String name() {
    String named = System.getenv("HOSTNAME");
    if (named != null && !named.isBlank()) {
      return named;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
