package io.pacekeeper.core.policy.working;

/**
 * A FailedProbe is a probe that could not say whether a resource is active, because what runs it is
 * not there; it counts as not active.
 *
 * @param resource the name that the node's history has for the resource
 * @param node the name of the node, as its history has it
 * @param result what the agent returned
 */
public record FailedProbe(String resource, String node, int result) {}
