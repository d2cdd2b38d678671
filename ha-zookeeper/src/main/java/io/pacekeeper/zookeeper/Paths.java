package io.pacekeeper.zookeeper;

import io.pacekeeper.api.Names;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where in ZooKeeper the documents of one cluster are. */
final class Paths {
  /** The documents of which there is one in the cluster. */
  static final List<DocumentKey> SINGLE =
      Arrays.stream(Kind.values())
          .filter(Kind::isSingle)
          .map(kind -> new DocumentKey(kind, ""))
          .toList();

  /** The kinds of which there is a document for each node. */
  static final List<Kind> KINDS_BY_NODE =
      Arrays.stream(Kind.values()).filter(kind -> !kind.isSingle()).toList();

  private final String root;
  private final List<String> ancestors;

  /**
   * Makes the paths of a cluster.
   *
   * @param chroot the path below which clusters are, {@code /} for the top
   */
  Paths(String chroot, String cluster) {
    List<String> names = Arrays.stream(chroot.split("/")).filter(name -> !name.isEmpty()).toList();
    StringBuilder path = new StringBuilder();
    List<String> above = new ArrayList<>();
    for (String name : names) {
      above.add(path.append('/').append(name).toString());
    }
    this.ancestors = List.copyOf(above);
    this.root = path.append('/').append(cluster).toString();
  }

  /** Returns the znode under which the whole cluster is. */
  String root() {
    return root;
  }

  /** Returns the znodes above the cluster's, the topmost first: other clusters may be below. */
  List<String> ancestors() {
    return ancestors;
  }

  /** Returns the znodes of the cluster that hold no document, each after its parent. */
  List<String> containers() {
    List<String> containers = new ArrayList<>();
    containers.add(root);
    containers.add(parent(DocumentKey.TERM));
    KINDS_BY_NODE.forEach(kind -> containers.add(container(kind)));
    return containers;
  }

  /** Returns the znode that holds the documents of a kind, one for each node. */
  String container(Kind kind) {
    return parent(new DocumentKey(kind, "x"));
  }

  private String parent(DocumentKey key) {
    String path = of(key);
    return path.substring(0, path.lastIndexOf('/'));
  }

  /** Returns the znode of a document. */
  String of(DocumentKey key) {
    return root + "/" + key.path();
  }

  /** Returns the document that a znode is, or is a part of; null if it is neither. */
  @Nullable DocumentKey keyOf(String path) {
    if (!path.startsWith(root + "/")) {
      return null;
    }
    List<String> names = List.of(path.substring(root.length() + 1).split("/"));
    int length = names.size();
    if (length > 1 && Parts.number(names.get(length - 1)) >= 0) {
      DocumentKey whole = keyOf(names.subList(0, length - 1));
      if (whole != null) {
        return whole;
      }
    }
    return keyOf(names);
  }

  private static @Nullable DocumentKey keyOf(List<String> names) {
    String path = names.stream().collect(Collectors.joining("/"));
    for (DocumentKey key : SINGLE) {
      if (path.equals(key.path())) {
        return key;
      }
    }
    if (names.size() == 2) {
      for (Kind kind : KINDS_BY_NODE) {
        DocumentKey key = new DocumentKey(kind, names.get(1));
        if (key.path().equals(path) && isNode(key.node())) {
          return key;
        }
      }
    }
    return null;
  }

  /** Returns whether a znode's name can be a node's; whatever else is there is not ours. */
  static boolean isNode(String name) {
    try {
      Names.requireValid("node", name);
      return true;
    } catch (IllegalArgumentException notOurs) {
      return false;
    }
  }
}
