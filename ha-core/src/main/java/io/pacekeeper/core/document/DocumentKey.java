package io.pacekeeper.core.document;

import java.util.Comparator;

/**
 * The name of a document: its kind and, where there is one a node, the node.
 *
 * @param kind what it is about
 * @param node the node it belongs to; empty for {@link Kind#CONFIG} and {@link Kind#TERM}
 */
public record DocumentKey(Kind kind, String node) implements Comparable<DocumentKey> {

  /** The kinds of documents, in the order in which they are listed. */
  public enum Kind {
    /** What the cluster runs; written by whoever administrates it. */
    CONFIG,
    /** Who is DC, and in which term. */
    TERM,
    /** In which term a node was elected DC last. */
    ELECTED,
    /** What an administrator says of a node. */
    NODE,
    /** An incarnation that takes part, gone with its session. */
    MEMBER,
    /** A node's right to be active. */
    LEASE,
    /** What the DC has a node do. */
    ORDERS,
    /** What a node says is so. */
    REPORT,
    /** Who was confirmed dead, by whom and when. */
    FENCING
  }

  private static final Comparator<DocumentKey> ORDER =
      Comparator.comparing(DocumentKey::kind).thenComparing(DocumentKey::node);

  /** The cluster's configuration. */
  public static final DocumentKey CONFIG = new DocumentKey(Kind.CONFIG, "");

  /** The DC's term. */
  public static final DocumentKey TERM = new DocumentKey(Kind.TERM, "");

  public static DocumentKey elected(String node) {
    return new DocumentKey(Kind.ELECTED, node);
  }

  public static DocumentKey node(String node) {
    return new DocumentKey(Kind.NODE, node);
  }

  public static DocumentKey member(String node) {
    return new DocumentKey(Kind.MEMBER, node);
  }

  public static DocumentKey lease(String node) {
    return new DocumentKey(Kind.LEASE, node);
  }

  public static DocumentKey orders(String node) {
    return new DocumentKey(Kind.ORDERS, node);
  }

  public static DocumentKey report(String node) {
    return new DocumentKey(Kind.REPORT, node);
  }

  public static DocumentKey fencing(String node) {
    return new DocumentKey(Kind.FENCING, node);
  }

  @Override
  public int compareTo(DocumentKey other) {
    return ORDER.compare(this, other);
  }

  /** Returns the path below the cluster's root, as it is in ZooKeeper: {@code leases/node1}. */
  public String path() {
    return switch (kind) {
      case CONFIG -> "config";
      case TERM -> "dc/term";
      case ELECTED -> "elected/" + node;
      case NODE -> "nodes/" + node;
      case MEMBER -> "members/" + node;
      case LEASE -> "leases/" + node;
      case ORDERS -> "orders/" + node;
      case REPORT -> "reports/" + node;
      case FENCING -> "fencing/" + node;
    };
  }

  @Override
  public String toString() {
    return path();
  }
}
