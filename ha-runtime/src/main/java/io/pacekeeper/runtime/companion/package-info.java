/**
 * The companion: a small process beside a node's JVM that sees it die, kills it when it lives past
 * its lease with something active, and has that written down where the cluster reads it. {@link
 * io.pacekeeper.runtime.companion.CompanionProcess} is the JVM's end of the pipe between the two,
 * {@link io.pacekeeper.runtime.companion.CompanionWatch} the other one.
 */
@NullMarked
package io.pacekeeper.runtime.companion;

import org.jspecify.annotations.NullMarked;
