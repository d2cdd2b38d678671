package io.pacekeeper.pacemaker.conformance;

import java.util.List;

/**
 * One recorded cluster.
 *
 * @param name its name, which is that of its files
 * @param tier how far from the core what it needs is: A, B or C
 * @param features what occurs in it
 * @param arguments what {@code crm_simulate} was called with besides
 */
record Scenario(String name, String tier, List<String> features, List<String> arguments) {}
