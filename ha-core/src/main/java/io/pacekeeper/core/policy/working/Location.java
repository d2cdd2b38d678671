package io.pacekeeper.core.policy.working;

/**
 * A Location is the preference of one resource for some nodes.
 *
 * @param role it counts only while that is the next role of the resource; UNKNOWN: always
 * @param nodes the indexes of the nodes
 * @param scores the score of each of them
 */
@SuppressWarnings("ArrayRecordComponent") // made once for each constraint, read by index
public record Location(
    String id,
    WorkingResource resource,
    Role role,
    Discovery discovery,
    int[] nodes,
    int[] scores) {}
