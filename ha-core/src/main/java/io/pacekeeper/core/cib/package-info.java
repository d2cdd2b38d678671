/** The cluster information base: the scheduler's input, made of the documents of the store. */
@NullMarked
package io.pacekeeper.core.cib;

import org.jspecify.annotations.NullMarked;
