/**
 * The input of the policy engine: a cluster as it is configured and as its nodes report it, in
 * values that know no file format. Sets of attributes are kept apart and in order, since which of
 * them wins depends on rules and on the time; words that only a later stage can judge are text.
 */
@NullMarked
package io.pacekeeper.core.policy.model;

import org.jspecify.annotations.NullMarked;
