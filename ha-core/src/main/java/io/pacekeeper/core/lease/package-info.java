/**
 * The lease: one node's right to be active, as the two sides of it see it. Here is the proof's
 * matter, so these two types do nothing else; {@code docs/decisions/0003-lease.md} has the proof.
 */
@NullMarked
package io.pacekeeper.core.lease;

import org.jspecify.annotations.NullMarked;
