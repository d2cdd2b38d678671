/**
 * The controller: one node's mind. It is told inputs and answers with effects; it holds the lease,
 * stands for DC, carries out orders as a node and decides them as the DC.
 */
@NullMarked
package io.pacekeeper.core.controller;

import org.jspecify.annotations.NullMarked;
