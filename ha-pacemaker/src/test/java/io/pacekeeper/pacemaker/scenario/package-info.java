/** Small clusters in few words, and what is decided about them. */
@NullMarked
package io.pacekeeper.pacemaker.scenario;

import org.jspecify.annotations.NullMarked;
