/**
 * The annotations that make a class of the application a resource: what it is called, how it
 * starts, stops and is watched, and where it prefers to run. They are read when the node is built,
 * and every mistake is named there, by class and member.
 */
@NullMarked
package io.pacekeeper.api.annotation;

import org.jspecify.annotations.NullMarked;
