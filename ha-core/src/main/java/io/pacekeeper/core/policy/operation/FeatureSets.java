package io.pacekeeper.core.policy.operation;

import io.pacekeeper.core.policy.rule.Words;
import org.jspecify.annotations.Nullable;

/** The FeatureSets are the versions of what nodes write into the status. */
public final class FeatureSets {
  private FeatureSets() {}

  /** Compares two versions, number by number; one that is missing is the oldest. */
  public static int compare(@Nullable String one, String other) {
    if (one == null) {
      return -1;
    }
    String[] a = one.split("\\.", -1);
    String[] b = other.split("\\.", -1);
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      int order =
          Integer.compare(
              i < a.length ? Words.integer(a[i], 0) : 0, i < b.length ? Words.integer(b[i], 0) : 0);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
