/**
 * Says in words what a decision is: the state of nodes and resources, and what is going to happen
 * to them, in the form that {@code crm_simulate -S} has.
 */
@NullMarked
package io.pacekeeper.core.policy.report;

import org.jspecify.annotations.NullMarked;
