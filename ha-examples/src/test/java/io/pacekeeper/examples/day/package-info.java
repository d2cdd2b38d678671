/**
 * The administrator's day of {@code docs/operations.md}, done on real JVMs: every command that the
 * page shows is run, and what it prints is compared with what the page shows.
 */
@NullMarked
package io.pacekeeper.examples.day;

import org.jspecify.annotations.NullMarked;
