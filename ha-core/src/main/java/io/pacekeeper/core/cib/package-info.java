/**
 * The cluster information base: the scheduler's input, made of the documents of the store. Here the
 * declarations of all applications become one, an administrator's overrides are laid over them, and
 * what is known of each node is put beside them. Nothing is decided here.
 */
@NullMarked
package io.pacekeeper.core.cib;

import org.jspecify.annotations.NullMarked;
