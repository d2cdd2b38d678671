/**
 * Rules: conditions on nodes, times, resources and operations that say whether a constraint or a
 * set of attributes counts, as Pacemaker has them. Their values are read here and evaluated here.
 */
@NullMarked
package io.pacekeeper.core.policy.rule;

import org.jspecify.annotations.NullMarked;
