package io.pacekeeper.zookeeper;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.AccessDocument;
import io.pacekeeper.core.document.AccessDocument.Role;
import io.pacekeeper.core.document.ChangeNote;
import io.pacekeeper.core.document.DocumentKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.zookeeper.data.ACL;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with a cluster: shows the roles, gives and takes them, and makes the access lists
 * of everything that is there follow from them. Each change is written down first and carried out
 * then, so that one that was interrupted is completed by asking for it again. Whatever cannot be
 * done is a {@link HaException} of one sentence.
 */
public final class ClusterAccess {
  private final ZooKeeperOptions options;
  private final BlockingLayer layer;
  private final ZooKeeperClusterClient client;

  ClusterAccess(ZooKeeperOptions options, BlockingLayer layer, ZooKeeperClusterClient client) {
    this.options = options;
    this.layer = layer;
    this.client = client;
  }

  /**
   * What became of a change.
   *
   * @param changed whether anybody has another role, or another password, than before
   * @param lists how many access lists were rewritten
   */
  public record Change(boolean changed, int lists) {}

  /** Returns whether everybody who can reach ZooKeeper may do everything. */
  public boolean isOpen() {
    return layer.learnAccess().lists().areOpen();
  }

  /**
   * Returns who has which role, each as scheme, colon and name; of a password there is nothing.
   *
   * @throws HaException if the cluster is open, or whoever asks may not know
   */
  public SortedMap<Role, SortedSet<String>> roles() {
    SortedMap<Role, SortedSet<String>> names = new TreeMap<>();
    for (Map.Entry<Role, SortedSet<String>> role : required().identities().entrySet()) {
      SortedSet<String> of = new TreeSet<>();
      role.getValue().forEach(text -> of.add(Identity.parse(text).name()));
      names.put(role.getKey(), of);
    }
    return names;
  }

  /** Returns the paths of the znodes whose access lists are not what follows from the roles. */
  public List<String> differing() {
    AccessLists lists = AccessLists.of(required());
    return new AccessRewriting(options, layer).differing(lists);
  }

  /**
   * Gives somebody a role instead of the one that there was, if any.
   *
   * @param user the name of somebody with a password, or an identity such as {@code x509:CN=anna}
   *     or {@code sasl:anna}
   * @param password the password, or null if there is none; copied
   */
  public Change grant(Role role, String user, char @Nullable [] password, ChangeNote note) {
    AccessDocument before = required();
    Identity who = identity(user, password);
    requireOther(who.name());
    requireSameDigests(before);
    if (before.of(Role.NODE).stream().anyMatch(text -> names(text, who.name()))
        && !(role == Role.NODE && before.of(Role.NODE).contains(who.text()))) {
      throw new HaException(
          "%s is who nodes are: grant node to another user, give that one to the nodes, and revoke %s then"
              .formatted(who.name(), who.name()));
    }
    AccessRewriting rewriting = new AccessRewriting(options, layer);
    rewriting.requireUnderstood(who);
    return apply(rewriting, note, roles -> put(roles, role, who));
  }

  /**
   * Takes somebody's role, and with it every right.
   *
   * @param user the name of somebody with a password, or an identity
   */
  public Change revoke(String user, ChangeNote note) {
    AccessDocument before = required();
    String name = user.contains(":") ? Identity.parse(user).name() : Identity.DIGEST + ":" + user;
    requireOther(name);
    if (before.of(Role.NODE).stream().allMatch(text -> names(text, name))) {
      throw new HaException(
          name
              + " is who the nodes are, and without it there would be none: grant node to"
              + " another user first, and give that one to the nodes");
    }
    return apply(new AccessRewriting(options, layer), note, roles -> without(roles, name));
  }

  /**
   * Makes an open cluster one that belongs to the credentials of this connection. Whoever has not
   * got them is locked out at once, nodes included.
   */
  public Change protect(ChangeNote note) {
    if (options.credentials() == null) {
      throw new HaException(
          "a cluster is protected by credentials, and none were given: they become its nodes'");
    }
    boolean open = isOpen();
    AccessRewriting rewriting = new AccessRewriting(options, layer);
    if (open) {
      rewriting.takeRoot();
    }
    required();
    Change made = apply(rewriting, note, roles -> roles);
    return new Change(open, made.lists() + (open ? 1 : 0));
  }

  private interface Edit {
    SortedMap<Role, SortedSet<String>> of(SortedMap<Role, SortedSet<String>> roles);
  }

  private Change apply(AccessRewriting rewriting, ChangeNote note, Edit edit) {
    AccessDocument absent = required();
    AccessDocument[] wanted = {absent};
    boolean changed =
        client.change(
            DocumentKey.ACCESS,
            absent,
            before -> {
              SortedMap<Role, SortedSet<String>> roles = edit.of(copy(before.identities()));
              wanted[0] = roles.equals(before.identities()) ? before : before.with(roles, note);
              return wanted[0];
            });
    layer.learnAccess();
    int lists = rewriting.rewrite(AccessLists.of(wanted[0]));
    if (!wanted[0].of(Role.OPERATOR).isEmpty()) {
      new OperatorDocuments(client).create();
    }
    return new Change(changed, lists);
  }

  private static SortedMap<Role, SortedSet<String>> copy(SortedMap<Role, SortedSet<String>> roles) {
    SortedMap<Role, SortedSet<String>> copy = new TreeMap<>();
    roles.forEach((role, of) -> copy.put(role, new TreeSet<>(of)));
    return copy;
  }

  private static SortedMap<Role, SortedSet<String>> put(
      SortedMap<Role, SortedSet<String>> roles, Role role, Identity who) {
    without(roles, who.name());
    roles.computeIfAbsent(role, r -> new TreeSet<>()).add(who.text());
    return roles;
  }

  private static SortedMap<Role, SortedSet<String>> without(
      SortedMap<Role, SortedSet<String>> roles, String name) {
    roles.values().forEach(of -> of.removeIf(text -> names(text, name)));
    roles.values().removeIf(of -> of.isEmpty());
    return roles;
  }

  private static boolean names(String text, String name) {
    return Identity.parse(text).name().equals(name);
  }

  private static Identity identity(String user, char @Nullable [] password) {
    if (!user.contains(":")) {
      if (password == null) {
        throw new HaException("the user " + user + " needs a password");
      }
      return Identity.of(Credentials.of(user, password));
    }
    Identity who = Identity.parse(user);
    if (who.scheme().equals(Identity.DIGEST)) {
      throw new HaException(
          "somebody with a password is named without the scheme: "
              + who.name().substring(Identity.DIGEST.length() + 1));
    }
    if (password != null) {
      throw new HaException(who.name() + " does not prove by a password who it is");
    }
    return who;
  }

  /** Returns who has which role, if that is known here. */
  private AccessDocument required() {
    AccessLists lists = layer.learnAccess().lists();
    if (lists.areKnown()) {
      return lists.document();
    }
    throw new HaException(
        lists.areOpen()
            ? options.describe()
                + " is open to everybody, so nobody has a role: pk access protect changes that"
            : lists.areForOthers()
                ? layer.notAuthorized()
                : "who may do what with "
                    + options.describe()
                    + " is for its admins to know: that takes the role admin");
  }

  /** Complains about somebody who would change what allows the change. */
  private void requireOther(String name) {
    if (new HashSet<>(own()).contains(name)) {
      throw new HaException(
          name
              + " is who asks for it, who would be locked out half way: let another admin do it,"
              + " or use the nodes' credentials");
    }
  }

  private List<String> own() {
    List<String> names = new ArrayList<>();
    Credentials credentials = options.credentials();
    if (credentials != null) {
      names.add(Identity.DIGEST + ":" + credentials.user());
    }
    names.addAll(layer.whoAmI());
    return names;
  }

  /** Complains if the servers digest passwords otherwise than this JVM does. */
  private void requireSameDigests(AccessDocument document) {
    Credentials credentials = options.credentials();
    if (credentials == null) {
      return;
    }
    Identity own = Identity.of(credentials);
    boolean named = false;
    boolean same = false;
    for (SortedSet<String> of : document.identities().values()) {
      named |= of.stream().anyMatch(text -> names(text, own.name()));
      same |= of.contains(own.text());
    }
    if (named && !same) {
      throw new HaException(
          "the ZooKeeper servers digest passwords by another algorithm: give pk their"
              + " zookeeper.DigestAuthenticationProvider.digestAlg as -D in PACEKEEPER_JAVA_OPTS");
    }
  }

  /** Returns whether two access lists let the same people do the same. */
  static boolean areSame(List<ACL> one, List<ACL> other) {
    return new HashSet<>(one).equals(new HashSet<>(other));
  }
}
