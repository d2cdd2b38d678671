/**
 * What the cluster would do now, or if something were so, and how it would be afterwards: the
 * scheduler's own decision, played through on a value.
 */
@NullMarked
package io.pacekeeper.core.whatif;

import org.jspecify.annotations.NullMarked;
