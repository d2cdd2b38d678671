package io.pacekeeper.core.document;

/**
 * The numbers of what versions of Pacekeeper can do together. A version knows a range of them; a
 * cluster works at the lowest of the newest that its nodes know, and never goes back.
 *
 * <ul>
 *   <li>1: standby and maintenance are simply said of a node.
 *   <li>2: they have owners, reasons and ends; constraints, claims on resources, a closed list of
 *       nodes, requests to nodes, and a history.
 *   <li>3: groups, clones, promotions, colocations and orders, and their states in reports.
 *   <li>4: capacity, utilization and the health of nodes; demotions after failures, the target role
 *       of what is promotable, how many instances there are as an administrator says, clones of
 *       groups, limits of a transition, and locks of what leaves.
 * </ul>
 */
public final class FeatureSet {
  /** The oldest that this version can work at. */
  public static final int OLDEST = 1;

  /** The newest that this version knows. */
  public static final int NEWEST = 4;

  /** The first whose nodes know what an instance and a promotion are. */
  public static final int CLONES = 3;

  /** The first whose nodes know that a whole group can be cloned. */
  public static final int CLONED_GROUPS = 4;

  /** The first whose nodes know how a transition is limited, and what is kept for who leaves. */
  public static final int TRANSITIONS = 4;

  /** The first whose nodes know what capacity and health are. */
  public static final int PLACEMENT = 4;

  private FeatureSet() {}
}
