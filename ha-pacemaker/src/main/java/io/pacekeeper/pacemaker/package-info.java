/**
 * Pacemaker's formats: reads a cluster information base in XML into the input of the policy engine,
 * and writes one.
 */
@NullMarked
package io.pacekeeper.pacemaker;

import org.jspecify.annotations.NullMarked;
