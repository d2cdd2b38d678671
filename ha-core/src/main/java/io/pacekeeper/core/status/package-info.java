/**
 * The cluster as its documents alone show it: for people and tools that take no part in it. Reads
 * them as the DC does, but without its memory of when each was seen.
 */
@NullMarked
package io.pacekeeper.core.status;

import org.jspecify.annotations.NullMarked;
