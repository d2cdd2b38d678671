package io.pacekeeper.core.policy.working;

/** The kinds of an ordering, as bits, since one ordering may be of several kinds. */
public final class OrderingFlags {
  public static final int NONE = 0;
  public static final int OPTIONAL = 1;
  public static final int APPLY_FIRST_NON_MIGRATABLE = 1 << 1;
  public static final int IMPLIES_FIRST = 1 << 2;
  public static final int IMPLIES_THEN = 1 << 3;
  public static final int PROMOTED_IMPLIES_FIRST = 1 << 4;
  public static final int IMPLIES_FIRST_MIGRATABLE = 1 << 5;
  public static final int RUNNABLE_LEFT = 1 << 6;
  public static final int PSEUDO_LEFT = 1 << 7;
  public static final int IMPLIES_THEN_ON_NODE = 1 << 8;
  public static final int PROBE = 1 << 9;
  public static final int RESTART = 1 << 10;
  public static final int SAME_NODE = 1 << 11;
  public static final int THEN_CANCELS_FIRST = 1 << 12;
  public static final int SERIALIZE_ONLY = 1 << 13;
  public static final int ASYMMETRICAL = 1 << 14;
  public static final int LOAD = 1 << 15;
  public static final int ONE_OR_MORE = 1 << 16;
  public static final int ANTI_COLOCATION = 1 << 17;
  public static final int PRESERVE = 1 << 18;
  public static final int IMPLIES_THEN_PRINTED = 1 << 19;
  public static final int IMPLIES_FIRST_PRINTED = 1 << 20;

  private OrderingFlags() {}
}
