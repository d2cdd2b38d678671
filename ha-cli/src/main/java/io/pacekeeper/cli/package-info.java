/**
 * The command line of a cluster, {@code pk}, with the verbs an operator of Pacemaker expects, and
 * the node of the demonstration it can start.
 */
@NullMarked
package io.pacekeeper.cli;

import org.jspecify.annotations.NullMarked;
