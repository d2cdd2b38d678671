/**
 * Evidence of what ran where and when, by one clock for all processes of a host: written by the
 * services themselves, checked afterwards by whoever broke something meanwhile.
 */
@NullMarked
package io.pacekeeper.examples.evidence;

import org.jspecify.annotations.NullMarked;
