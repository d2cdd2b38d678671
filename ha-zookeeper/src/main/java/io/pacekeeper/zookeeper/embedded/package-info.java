/** A ZooKeeper server in the JVM, for demos and tests. Not for production. */
@NullMarked
package io.pacekeeper.zookeeper.embedded;

import org.jspecify.annotations.NullMarked;
