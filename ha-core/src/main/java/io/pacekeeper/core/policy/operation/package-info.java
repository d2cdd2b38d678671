/**
 * What the definitions of resources come to on a node at a time: their parameters, what is
 * configured for their operations, and the digests by which a change of either is noticed.
 */
@NullMarked
package io.pacekeeper.core.policy.operation;

import org.jspecify.annotations.NullMarked;
