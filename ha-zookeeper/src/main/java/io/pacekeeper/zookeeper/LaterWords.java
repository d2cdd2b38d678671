package io.pacekeeper.zookeeper;

import io.pacekeeper.api.OnFail;
import io.pacekeeper.api.Role;
import io.pacekeeper.api.TargetRole;
import org.jspecify.annotations.Nullable;

/**
 * How words are written that came later than the field that they are in. Versions that do not know
 * such a word find one in its place that is nearest to it and safe, and could not read the document
 * otherwise; a flag beside it tells those that do.
 */
final class LaterWords {
  /** Beside a field {@code onFail}: what is demoted is not restarted. */
  static final String DEMOTES = "demotes";

  private LaterWords() {}

  /** Returns the word that every version knows. */
  static OnFail known(OnFail onFail) {
    return onFail == OnFail.DEMOTE ? OnFail.RESTART : onFail;
  }

  /** Returns the word that every version knows. */
  static TargetRole known(TargetRole role) {
    return role == TargetRole.STOPPED ? role : TargetRole.STARTED;
  }

  static OnFail onFail(Fields fields, @Nullable OnFail absent) {
    OnFail onFail =
        absent == null
            ? fields.word("onFail", OnFail.class)
            : fields.word("onFail", OnFail.class, absent);
    return fields.flag(DEMOTES, false) && onFail == OnFail.RESTART ? OnFail.DEMOTE : onFail;
  }

  /** Returns what stands beside a {@code targetRole} that is known to every version. */
  static Role role(TargetRole role) {
    return switch (role) {
      case PROMOTED -> Role.PROMOTED;
      case UNPROMOTED -> Role.UNPROMOTED;
      case STARTED, STOPPED -> Role.STARTED;
    };
  }

  static TargetRole targetRole(Fields fields, TargetRole absent) {
    TargetRole known = fields.word("targetRole", TargetRole.class, absent);
    Role role = fields.word("role", Role.class, Role.STARTED);
    return known == TargetRole.STARTED ? TargetRole.valueOf(role.name()) : known;
  }
}
