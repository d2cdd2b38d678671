package io.pacekeeper.api;

/**
 * A place in a group: resources that are active on one node, start one after the other by their
 * position, and stop in the reverse order.
 *
 * <p>If all members are cloned, the group is: a whole one is on each of several nodes. How, is what
 * the first member says of its cloning; what it is tied to holds for the whole of it. If only some
 * members are cloned, nothing of the group is.
 *
 * @param name the name of the group
 * @param position where it is in the group: lower ones start first; what has the same position goes
 *     by id
 */
public record GroupMembership(String name, int position) {
  public GroupMembership {
    Names.requireValid("group", name);
  }
}
