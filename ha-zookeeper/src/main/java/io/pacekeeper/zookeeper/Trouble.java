package io.pacekeeper.zookeeper;

import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.AccessDocument.Role;
import io.pacekeeper.core.document.DocumentKey;
import java.util.List;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.OpResult;
import org.jspecify.annotations.Nullable;

/** What ZooKeeper's codes mean for a request. */
final class Trouble {
  private final ZooKeeperOptions options;
  private final KnownAccess access;

  Trouble(ZooKeeperOptions options, KnownAccess access) {
    this.options = options;
    this.access = access;
  }

  /** Returns whether the handle says so because it lost its connection or its session. */
  static boolean isLossOfConnection(Code code) {
    return switch (code) {
      case CONNECTIONLOSS, OPERATIONTIMEOUT, SESSIONEXPIRED, SESSIONMOVED, AUTHFAILED -> true;
      default -> false;
    };
  }

  /**
   * Returns the answer to a commit that was not carried out, or of which that is not known. What
   * fails in a way that is not known to have written nothing is uncertain.
   */
  Input.FromLayer answer(long request, Writing writing, Code code, List<OpResult> results) {
    int failed = failedOperation(results);
    DocumentKey key = failed < 0 ? null : writing.key(failed);
    return switch (code) {
      case BADVERSION, NONODE, NODEEXISTS, NOTEMPTY ->
          new Input.Conflicted(request, key == null ? writing.key(0) : key);
      case NOAUTH ->
          new Input.Refused(
              request, access.lists().areForOthers() ? describe(code) : roleMissing(key));
      case INVALIDACL,
          NOCHILDRENFOREPHEMERALS,
          BADARGUMENTS,
          MARSHALLINGERROR,
          UNIMPLEMENTED,
          QUOTAEXCEEDED ->
          new Input.Refused(
              request,
              "ZooKeeper refused to write " + (key == null ? writing.key(0) : key) + ": " + code);
      default -> new Input.Uncertain(request);
    };
  }

  /** Returns what a code means, as one sentence. */
  String describe(Code code) {
    if (code == Code.NOAUTH) {
      return "not authorized for " + options.describe() + ": " + stranger();
    } else if (code == Code.SESSIONCLOSEDREQUIRESASLAUTH) {
      return "the ZooKeeper servers at "
          + options.connectString()
          + " serve nobody who has not proved who they are: give credentials, a certificate or a"
          + " login that they know";
    } else if (code == Code.AUTHFAILED) {
      return loginRefused();
    }
    return isLossOfConnection(code)
        ? "the connection to ZooKeeper was lost (" + code + ")"
        : "ZooKeeper answered " + code;
  }

  /** Returns that the servers do not believe who this is. */
  String loginRefused() {
    return "ZooKeeper at "
        + options.connectString()
        + " refused the login: the name or its password or ticket is wrong, or cannot be used here"
        + " (see the log)";
  }

  private String stranger() {
    if (options.credentials() != null) {
      return "it was made with other credentials than those that were given";
    }
    return options.hasLogin()
        ? "it is protected, and who this is, by certificate or login, has no role in it"
        : "it is protected, and no credentials were given";
  }

  /** Returns that one may read the cluster and not write this. */
  private String roleMissing(@Nullable DocumentKey key) {
    Role role = key == null ? Role.ADMIN : AccessLists.writers(key.kind());
    return "not allowed to write "
        + (key == null ? "that" : key.path())
        + " of "
        + options.describe()
        + ": that takes the role "
        + AccessLists.word(role)
        + ", and who asks has not got it";
  }

  private static int failedOperation(List<OpResult> results) {
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof OpResult.ErrorResult error) {
        Code code = Code.get(error.getErr());
        if (code != Code.OK && code != Code.RUNTIMEINCONSISTENCY) {
          return i;
        }
      }
    }
    return -1;
  }
}
