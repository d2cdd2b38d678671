/**
 * Reads the constraints that are configured into the working set: names are resolved, sets and tags
 * taken apart, rules tried on each node. What comes out are preferences for nodes, colocations of
 * two resources, orderings of two actions, and the effects of tickets that are not granted.
 */
@NullMarked
package io.pacekeeper.core.policy.constraint;

import org.jspecify.annotations.NullMarked;
