/**
 * Makes the actions: what has to be done so that each resource gets from its role to the next one,
 * what is repeated meanwhile, what nodes are probed, fenced, shut down; and the orderings that
 * follow from what a resource is, rather than from a constraint.
 */
@NullMarked
package io.pacekeeper.core.policy.action;

import org.jspecify.annotations.NullMarked;
