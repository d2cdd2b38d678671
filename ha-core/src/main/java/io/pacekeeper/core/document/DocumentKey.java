package io.pacekeeper.core.document;

import java.util.Comparator;

/**
 * The name of a document: its kind and, where there is one a node, the node.
 *
 * @param kind what it is about
 * @param node the node it belongs to; empty for a kind of which there is {@link Kind#isSingle one}
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
    FENCING,
    /** Who may do what. */
    ACCESS,
    /** What operators want for a while. */
    DIRECTIVES,
    /** What has happened. */
    HISTORY,
    /** A JVM that waits to be told to take part, gone with its session. */
    HOST,
    /** What is asked of a node. */
    REQUESTS,
    /** What a node answered. */
    ANSWERS;

    /** Returns whether there is one in the cluster, and not one a node. */
    public boolean isSingle() {
      return this == CONFIG
          || this == TERM
          || this == ACCESS
          || this == DIRECTIVES
          || this == HISTORY;
    }

    /** Returns whether it goes with the session that wrote it. */
    public boolean isEphemeral() {
      return this == MEMBER || this == HOST;
    }
  }

  private static final Comparator<DocumentKey> ORDER =
      Comparator.comparing(DocumentKey::kind).thenComparing(DocumentKey::node);

  /** The cluster's configuration. */
  public static final DocumentKey CONFIG = new DocumentKey(Kind.CONFIG, "");

  /** The DC's term. */
  public static final DocumentKey TERM = new DocumentKey(Kind.TERM, "");

  /** Who may do what. */
  public static final DocumentKey ACCESS = new DocumentKey(Kind.ACCESS, "");

  /** What operators want for a while. */
  public static final DocumentKey DIRECTIVES = new DocumentKey(Kind.DIRECTIVES, "");

  /** What has happened. */
  public static final DocumentKey HISTORY = new DocumentKey(Kind.HISTORY, "");

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

  public static DocumentKey host(String node) {
    return new DocumentKey(Kind.HOST, node);
  }

  public static DocumentKey requests(String node) {
    return new DocumentKey(Kind.REQUESTS, node);
  }

  public static DocumentKey answers(String node) {
    return new DocumentKey(Kind.ANSWERS, node);
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
      case ACCESS -> "access";
      case DIRECTIVES -> "directives";
      case HISTORY -> "history";
      case HOST -> "hosts/" + node;
      case REQUESTS -> "requests/" + node;
      case ANSWERS -> "answers/" + node;
    };
  }

  @Override
  public String toString() {
    return path();
  }
}
