/**
 * The nerves of the cluster: sessions, membership, the term of the designated controller and the
 * shared documents, kept in ZooKeeper. No type of Curator or ZooKeeper appears in a public
 * signature here.
 */
@NullMarked
package io.pacekeeper.zookeeper;

import org.jspecify.annotations.NullMarked;
