/**
 * Holds the policy engine against Pacemaker's own decisions: the recorded scenarios of a folder,
 * and whatever {@code crm_simulate} says about a cluster that was just made up.
 */
@NullMarked
package io.pacekeeper.pacemaker.conformance;

import org.jspecify.annotations.NullMarked;
