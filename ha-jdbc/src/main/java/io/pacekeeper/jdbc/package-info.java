/**
 * What a resource writes to a database with, so that an older activation cannot. A fencing token is
 * of use only where the place that is written to compares it; here that is a row of the same
 * database, compared and raised by one statement, in the transaction of what is written. Needs a
 * driver of the application's own, and no more of it than JDBC itself.
 */
@NullMarked
package io.pacekeeper.jdbc;

import org.jspecify.annotations.NullMarked;
