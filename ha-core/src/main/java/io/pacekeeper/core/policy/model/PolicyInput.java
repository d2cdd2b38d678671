package io.pacekeeper.core.policy.model;

import java.util.List;
import java.util.Objects;

/**
 * The PolicyInput is everything the policy engine decides from, but the time.
 *
 * @param header what the cluster says of itself
 * @param options the cluster options
 * @param nodes the nodes that are configured
 * @param resources the resources that are configured, templates merged in, in order
 * @param constraints the constraints, in order
 * @param tags the names that stand for several resources: tags and templates
 * @param resourceDefaults what meta attributes are where a resource does not say
 * @param resourceParameterDefaults what parameters are where a resource does not say
 * @param operationDefaults what attributes of operations are where an operation does not say
 * @param tickets the state of the tickets
 * @param status what is known of each node, in the order in which it was written
 */
public record PolicyInput(
    ClusterHeader header,
    List<AttributeSet> options,
    List<NodeDefinition> nodes,
    List<ResourceDefinition> resources,
    List<ConstraintDefinition> constraints,
    List<Tag> tags,
    List<AttributeSet> resourceDefaults,
    List<AttributeSet> resourceParameterDefaults,
    List<AttributeSet> operationDefaults,
    List<TicketState> tickets,
    List<NodeState> status) {
  public PolicyInput {
    Objects.requireNonNull(header);
    options = List.copyOf(options);
    nodes = List.copyOf(nodes);
    resources = List.copyOf(resources);
    constraints = List.copyOf(constraints);
    tags = List.copyOf(tags);
    resourceDefaults = List.copyOf(resourceDefaults);
    resourceParameterDefaults = List.copyOf(resourceParameterDefaults);
    operationDefaults = List.copyOf(operationDefaults);
    tickets = List.copyOf(tickets);
    status = List.copyOf(status);
  }

  /** Returns the same cluster with another status. */
  public PolicyInput withStatus(List<NodeState> newStatus) {
    return new PolicyInput(
        header,
        options,
        nodes,
        resources,
        constraints,
        tags,
        resourceDefaults,
        resourceParameterDefaults,
        operationDefaults,
        tickets,
        newStatus);
  }

  /** Returns the same cluster with other options and other nodes. */
  public PolicyInput with(List<AttributeSet> newOptions, List<NodeDefinition> newNodes) {
    return new PolicyInput(
        header,
        newOptions,
        newNodes,
        resources,
        constraints,
        tags,
        resourceDefaults,
        resourceParameterDefaults,
        operationDefaults,
        tickets,
        status);
  }

  /** Returns the same cluster with other tickets. */
  public PolicyInput withTickets(List<TicketState> newTickets) {
    return new PolicyInput(
        header,
        options,
        nodes,
        resources,
        constraints,
        tags,
        resourceDefaults,
        resourceParameterDefaults,
        operationDefaults,
        newTickets,
        status);
  }

  /** Returns the same cluster with another header. */
  public PolicyInput withHeader(ClusterHeader newHeader) {
    return new PolicyInput(
        newHeader,
        options,
        nodes,
        resources,
        constraints,
        tags,
        resourceDefaults,
        resourceParameterDefaults,
        operationDefaults,
        tickets,
        status);
  }
}
