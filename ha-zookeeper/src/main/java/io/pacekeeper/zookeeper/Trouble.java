package io.pacekeeper.zookeeper;

import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.DocumentKey;
import java.util.List;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.OpResult;

/** What ZooKeeper's codes mean for a request. */
final class Trouble {
  private final ZooKeeperOptions options;

  Trouble(ZooKeeperOptions options) {
    this.options = options;
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
      case NOAUTH -> new Input.Refused(request, describe(code));
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
      return "not authorized for "
          + options.describe()
          + ": "
          + (options.credentials() == null
              ? "it is protected, and no credentials were given"
              : "it was made with other credentials than those that were given");
    }
    return isLossOfConnection(code)
        ? "the connection to ZooKeeper was lost (" + code + ")"
        : "ZooKeeper answered " + code;
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
