/** The patterns of redundancy, one class each; {@code ReplicatedStore} is primary/replica. */
@NullMarked
package io.pacekeeper.examples.redundancy;

import org.jspecify.annotations.NullMarked;
