/**
 * Measurements of the policy engine and of the scheduler around it: how long a decision takes, what
 * it allocates, how both grow, beside {@code crm_simulate} on the same cluster.
 */
@NullMarked
package io.pacekeeper.benchmarks.policy;

import org.jspecify.annotations.NullMarked;
