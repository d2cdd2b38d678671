/**
 * Measurements: decisions beside those of {@code crm_simulate}, and failover times beside those of
 * other libraries that elect a leader through ZooKeeper.
 */
@NullMarked
package io.pacekeeper.benchmarks;

import org.jspecify.annotations.NullMarked;
