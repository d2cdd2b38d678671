package io.pacekeeper.core.document;

import io.pacekeeper.api.Operation;
import java.util.List;
import java.util.Objects;

/**
 * One action of an order.
 *
 * @param token the token of the order that first named it: with the resource and the operation its
 *     identity, and for a start or a promotion its fencing token
 * @param operation what is to be done
 * @param resource to which resource or instance, see {@link InstanceName}
 * @param after the resources whose action in the same order must have succeeded before
 * @param reason why, in a few words
 * @param locks whether what is stopped is kept for the node, which leaves, until it comes back
 */
public record OrderedAction(
    long token,
    Operation operation,
    String resource,
    List<After> after,
    String reason,
    boolean locks) {

  /** Makes one after which nothing is kept for the node. */
  public OrderedAction(
      long token, Operation operation, String resource, List<After> after, String reason) {
    this(token, operation, resource, after, reason, false);
  }

  /** An action of the same order that must have succeeded before. */
  public record After(Operation operation, String resource) {}

  public OrderedAction {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(reason, "reason");
    after = List.copyOf(after);
  }
}
