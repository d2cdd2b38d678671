/**
 * Makes clusters up, has Pacemaker and our engine decide about them, and makes small what differs.
 */
@NullMarked
package io.pacekeeper.pacemaker.fuzz;

import org.jspecify.annotations.NullMarked;
