package io.pacekeeper.cli.demo;

/**
 * What a service wrote down: {@code <CLOCK_MONOTONIC ns> <node> <service> start|stop <token>}.
 *
 * @param nanos when, by the clock that all processes of this host share
 * @param node where
 * @param service which service
 * @param start whether it began to start, or had stopped
 * @param token the fencing token of the activation
 */
record EvidenceLine(long nanos, String node, String service, boolean start, long token) {
  static EvidenceLine parse(String text) {
    String[] words = text.split(" ", -1);
    return new EvidenceLine(
        Long.parseLong(words[0]),
        words[1],
        words[2],
        words[3].equals("start"),
        Long.parseLong(words[4]));
  }

  @Override
  public String toString() {
    return nanos + " " + node + " " + service + (start ? " start " : " stop ") + token;
  }
}
