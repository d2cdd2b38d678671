/** Why each resource is where it is, and not elsewhere, in words. */
@NullMarked
package io.pacekeeper.core.policy.explain;

import org.jspecify.annotations.NullMarked;
