/** One runnable main per feature. Each is short enough to read at once and is run as a test. */
@NullMarked
package io.pacekeeper.examples;

import org.jspecify.annotations.NullMarked;
