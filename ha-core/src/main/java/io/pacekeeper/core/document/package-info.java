/**
 * The documents of the cluster's store, as values: who may write them, what they mean, and how they
 * are compared. How they are encoded is the cluster layer's business.
 */
@NullMarked
package io.pacekeeper.core.document;

import org.jspecify.annotations.NullMarked;
