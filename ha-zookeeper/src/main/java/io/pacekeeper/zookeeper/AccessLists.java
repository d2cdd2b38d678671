package io.pacekeeper.zookeeper;

import io.pacekeeper.core.document.AccessDocument;
import io.pacekeeper.core.document.AccessDocument.Role;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.jspecify.annotations.Nullable;

/**
 * The access list of every znode of a cluster, as it follows from who has which role.
 *
 * <p>What a role may write is what its commands write. Two things follow that are not obvious.
 * Operators cannot write {@code fencing/}: whoever can say there that a node is dead can have its
 * services run twice. And they create nothing, as they may not know whom a new znode is for.
 */
final class AccessLists {
  /** Everybody may do everything. */
  static final AccessLists OPEN = new AccessLists(Knowledge.OPEN, AccessDocument.EMPTY);

  /** Nothing can be read, so this is nobody to the cluster. */
  static final AccessLists STRANGER = new AccessLists(Knowledge.STRANGER, AccessDocument.EMPTY);

  /** The cluster can be read, but not who may do what. */
  static final AccessLists HIDDEN = new AccessLists(Knowledge.HIDDEN, AccessDocument.EMPTY);

  private static final int CHANGE = Perms.WRITE | Perms.CREATE | Perms.DELETE;

  private final Knowledge knowledge;
  private final AccessDocument document;

  private enum Knowledge {
    OPEN,
    PROTECTED,
    HIDDEN,
    STRANGER
  }

  private AccessLists(Knowledge knowledge, AccessDocument document) {
    this.knowledge = knowledge;
    this.document = document;
  }

  /**
   * Returns those that follow from the roles.
   *
   * @throws IllegalArgumentException if somebody in it cannot be understood, or nobody is a node
   */
  static AccessLists of(AccessDocument document) {
    if (document.of(Role.NODE).isEmpty()) {
      throw new IllegalArgumentException("it names nobody as a node");
    }
    document.identities().values().forEach(all -> all.forEach(Identity::parse));
    return new AccessLists(Knowledge.PROTECTED, document);
  }

  /** Returns those of a cluster in which these are the nodes and nobody else has a role. */
  static AccessLists ofNodes(Collection<String> identities) {
    SortedMap<Role, SortedSet<String>> roles = new TreeMap<>();
    roles.put(Role.NODE, new TreeSet<>(identities));
    return of(new AccessDocument(roles));
  }

  /** Returns whether the cluster is protected, and it is known for whom. */
  boolean areKnown() {
    return knowledge == Knowledge.PROTECTED;
  }

  /** Returns whether everybody may do everything. */
  boolean areOpen() {
    return knowledge == Knowledge.OPEN;
  }

  /** Returns whether this is nobody to the cluster. */
  boolean areForOthers() {
    return knowledge == Knowledge.STRANGER;
  }

  /** Returns who has which role. */
  AccessDocument document() {
    return document;
  }

  /** Returns the least role that may write documents of a kind. */
  static Role writers(Kind kind) {
    return switch (kind) {
      case NODE, DIRECTIVES, REQUESTS -> Role.OPERATOR;
      case CONFIG, FENCING, ACCESS, LEASE, TERM -> Role.ADMIN;
      case ELECTED, MEMBER, ORDERS, REPORT, HISTORY, HOST, ANSWERS -> Role.NODE;
    };
  }

  /** Returns the least role that may create documents of a kind. */
  private static Role creators(Kind kind) {
    return writers(kind) == Role.NODE ? Role.NODE : Role.ADMIN;
  }

  /** Returns the access list of a document and its parts. */
  List<ACL> of(DocumentKey key) {
    Kind kind = key.kind();
    boolean adminsWrite = writers(kind) != Role.NODE;
    boolean operatorsWrite = writers(kind) == Role.OPERATOR;
    int seen = kind == Kind.ACCESS ? 0 : Perms.READ;
    // An administrator may delete everything that is left of a node.
    return list(
        key.path(),
        kind,
        Perms.READ | Perms.ADMIN | Perms.DELETE | (adminsWrite ? CHANGE : 0),
        operatorsWrite ? seen | CHANGE : seen,
        seen);
  }

  /** Returns the access list of the znode below which the documents of a kind are. */
  List<ACL> ofContainer(Kind kind) {
    int create = creators(kind) == Role.NODE ? 0 : Perms.CREATE;
    return list(
        "what is above " + Draft.wordOf(kind) + " documents",
        kind,
        Perms.READ | Perms.ADMIN | Perms.DELETE | create,
        Perms.READ,
        Perms.READ);
  }

  /** Returns the access list of the znode below which the whole cluster is. */
  List<ACL> ofRoot() {
    return list(
        "the cluster",
        Kind.MEMBER,
        Perms.READ | Perms.ADMIN | Perms.DELETE | Perms.CREATE,
        Perms.READ,
        Perms.READ);
  }

  /** Returns the access list of a znode of the cluster; null if it is none of its own. */
  @Nullable List<ACL> of(Paths paths, String path) {
    if (path.equals(paths.root())) {
      return ofRoot();
    }
    DocumentKey key = paths.keyOf(path);
    if (key != null) {
      return of(key);
    }
    if (path.equals(paths.container(Kind.TERM))) {
      return ofContainer(Kind.TERM);
    }
    for (Kind kind : Paths.KINDS_BY_NODE) {
      if (path.equals(paths.container(kind))) {
        return ofContainer(kind);
      }
    }
    return null;
  }

  private List<ACL> list(String what, Kind kind, int admins, int operators, int observers) {
    switch (knowledge) {
      case OPEN -> {
        return Ids.OPEN_ACL_UNSAFE;
      }
      case PROTECTED -> {
        List<ACL> list = new ArrayList<>();
        add(list, Perms.ALL, document.of(Role.NODE));
        add(list, admins, document.of(Role.ADMIN));
        add(list, operators, document.of(Role.OPERATOR));
        add(list, observers, document.of(Role.OBSERVER));
        return list;
      }
      default ->
          throw new IllegalStateException(
              what + " is not there yet, and creating it takes the role " + word(creators(kind)));
    }
  }

  private static void add(List<ACL> list, int permissions, SortedSet<String> identities) {
    if (permissions != 0) {
      identities.forEach(text -> list.add(new ACL(permissions, Identity.parse(text).toId())));
    }
  }

  static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
