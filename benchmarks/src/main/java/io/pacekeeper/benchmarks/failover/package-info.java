/**
 * How long services are away when a node dies or leaves, and what that costs the store: Pacekeeper
 * beside its peers, on real JVMs, in one run.
 */
@NullMarked
package io.pacekeeper.benchmarks.failover;

import org.jspecify.annotations.NullMarked;
