/**
 * The demonstration: a cluster of four JVMs on this host with a ZooKeeper server in the
 * demonstration's own process, which shows by what the services themselves wrote down how long each
 * was without service.
 */
@NullMarked
package io.pacekeeper.cli.demo;

import org.jspecify.annotations.NullMarked;
