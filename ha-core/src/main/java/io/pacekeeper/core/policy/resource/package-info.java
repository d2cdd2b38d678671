/**
 * Makes the working resources: those that are configured, and those that only the history knows.
 */
@NullMarked
package io.pacekeeper.core.policy.resource;

import org.jspecify.annotations.NullMarked;
