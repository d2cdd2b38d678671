/**
 * The working set: the mutable objects that refer to one another and that every stage of the policy
 * engine reads and changes in its turn. They live for one decision and for one thread. Nodes have
 * dense indexes, in the order of their names, so that what is kept per node is an array.
 */
@NullMarked
package io.pacekeeper.core.policy.working;

import org.jspecify.annotations.NullMarked;
