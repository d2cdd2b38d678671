/**
 * The policy engine: decides from a description of a cluster and the time what Pacemaker 2.1.5
 * would decide. The packages below it are its stages and what they share: {@code rule} and {@code
 * model} are what is read, {@code working} is what the stages work on, one after another.
 */
@NullMarked
package io.pacekeeper.core.policy;

import org.jspecify.annotations.NullMarked;
