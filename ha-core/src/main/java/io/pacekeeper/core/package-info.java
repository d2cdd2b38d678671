/**
 * The mind of the cluster: pure functions over immutable values. It decides where each resource
 * runs, in which order operations happen, and who has to be fenced. It starts no thread, reads no
 * clock and touches no network or file, so that a whole cluster can be replayed from a seed.
 */
@NullMarked
package io.pacekeeper.core;

import org.jspecify.annotations.NullMarked;
