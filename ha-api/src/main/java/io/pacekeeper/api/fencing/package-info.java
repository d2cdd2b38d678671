/**
 * Fencing devices: what can switch off the host of a node, so that the cluster knows it is dead
 * without hearing from it. A {@link io.pacekeeper.api.fencing.FencingDevice} is the code, a {@link
 * io.pacekeeper.api.fencing.FencingDeviceDefinition} says which nodes it is for and within which
 * limits it is asked, and a {@link io.pacekeeper.api.fencing.FencingTopology} in which order.
 */
@NullMarked
package io.pacekeeper.api.fencing;

import org.jspecify.annotations.NullMarked;
