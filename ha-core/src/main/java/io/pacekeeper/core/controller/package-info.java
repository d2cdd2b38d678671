/**
 * The controller: one node's mind. It is told inputs and answers with effects; it holds the lease,
 * stands for DC, carries out orders as a node and decides them as the DC.
 *
 * <p>Read {@link io.pacekeeper.core.controller.Input} and {@link
 * io.pacekeeper.core.controller.Effect} first: nothing else goes in or out. Then {@link
 * io.pacekeeper.core.controller.Controller#step}, which takes an input into what is known and has
 * every part look at that and go on from there. The parts share what the node knows and write
 * through one outbox; none of them calls another to make something happen.
 */
@NullMarked
package io.pacekeeper.core.controller;

import org.jspecify.annotations.NullMarked;
