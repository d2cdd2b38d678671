/**
 * What must hold in every history of a cluster, one class for each: told of everything that happens
 * in a simulation, each looks for the one thing that must never be.
 */
@NullMarked
package io.pacekeeper.testkit.invariant;

import org.jspecify.annotations.NullMarked;
