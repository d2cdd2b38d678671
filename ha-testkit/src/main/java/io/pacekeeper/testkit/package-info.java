/**
 * The means to test a clustered application without a cluster: a simulated one that runs the
 * production runtime under a manual clock, an in-memory cluster layer, fault plans, and contract
 * tests for every extension point.
 */
@NullMarked
package io.pacekeeper.testkit;

import org.jspecify.annotations.NullMarked;
