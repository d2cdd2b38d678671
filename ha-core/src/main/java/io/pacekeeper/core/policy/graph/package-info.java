/** Makes the transition graph of the actions that are left to be done, and draws it. */
@NullMarked
package io.pacekeeper.core.policy.graph;

import org.jspecify.annotations.NullMarked;
