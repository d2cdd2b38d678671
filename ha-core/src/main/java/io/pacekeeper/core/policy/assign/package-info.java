/**
 * Chooses a node for each resource. Scores are gathered from everything that prefers or forbids a
 * node; then resources are assigned one by one, in order, each pulling in those that it depends on.
 */
@NullMarked
package io.pacekeeper.core.policy.assign;

import org.jspecify.annotations.NullMarked;
