package io.pacekeeper.api;

import java.util.concurrent.CompletionStage;

/**
 * A node of a cluster, as the application that runs it holds it. Safe for use by several threads.
 *
 * <p>A node takes part from {@link #start} to {@link #leave}, any number of times, and ends with
 * {@link #close}.
 */
public interface HaNode extends AutoCloseable {
  /** Returns the name of the node. */
  String name();

  /**
   * Takes part, and goes on trying in the background for as long as it cannot. Returns at once;
   * does nothing if the node takes part or tries to. After {@link #leave} it joins again.
   *
   * @throws IllegalStateException if the node is closed
   */
  void start();

  /**
   * Takes part, and waits until it does.
   *
   * @throws JoinException if it does not within the join timeout; the node goes on trying until it
   *     is closed
   * @throws IllegalStateException if the node is closed
   */
  void join();

  /**
   * Adds code for a resource while the node runs: the cluster may start it here from now on.
   *
   * @param resource a {@link Resource}, or an object whose class has the annotations of one
   * @throws IllegalArgumentException if it has a mistake, or its id is taken on this node
   */
  void add(Object resource);

  /**
   * Takes a resource away: it is stopped here, and may run only where else there is code for it.
   */
  void remove(String resource);

  /**
   * Says something of the node to the cluster, as an attribute of it: for the rules of locations,
   * or, with a name such as {@code #health-disk} and a value of {@code green}, {@code yellow},
   * {@code red} or a score, of its health. Holds until this node object is closed. Returns at once;
   * the cluster hears of a change within about a second. An administrator's value wins over it.
   *
   * @param value what it is; empty: nothing more is said, but for what the node was built with
   * @throws IllegalArgumentException if an attribute cannot have this name or value
   */
  void attribute(String name, String value);

  /**
   * Returns how the cluster is. Reads it from the cluster's store, and waits for that.
   *
   * @throws HaException if it cannot be read now
   * @throws IllegalStateException if the node is not started
   */
  ClusterStatus status();

  /**
   * Returns why a resource is where it is, and not elsewhere. Reads the cluster's store, and waits
   * for that.
   *
   * @throws IllegalArgumentException if there is no such resource in the cluster
   * @throws HaException if it cannot be read now
   * @throws IllegalStateException if the node is not started
   */
  Explanation explain(String resource);

  /** Has a listener told of every event from now on. */
  void addListener(ClusterListener listener);

  /**
   * Takes part no more: has the cluster move away what runs here, within the drain timeout, stops
   * the rest and releases the lease. The node can be started again afterwards.
   *
   * @return completes when the node has left, at once if it does not take part
   */
  CompletionStage<Void> leave();

  /**
   * Leaves, waits for that, and ends the node. Does nothing the second time. May be called on any
   * thread; on a thread that runs one of this node's callbacks it begins and does not wait.
   */
  @Override
  void close();

  /**
   * Returns what completes when the node has ended: normally after {@link #close}, with a {@link
   * HaException} if the node ended by itself.
   */
  CompletionStage<Void> whenClosed();
}
