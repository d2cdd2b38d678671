package io.pacekeeper.zookeeper;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.curator.RetryPolicy;
import org.apache.curator.RetrySleeper;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.utils.ZookeeperFactory;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * The connection to ZooKeeper. Curator starts, replaces and closes the handles: there is another
 * one when a session has expired; whether a handle is connected is heard from the handle itself,
 * because Curator tells it late and through a queue that may drop it. Curator's own operations,
 * which retry, are not used.
 */
final class Connection implements AutoCloseable {
  /** How long closing may take before it goes on in the background. */
  private static final int CLOSE_TIMEOUT_MILLIS = 5_000;

  /** How long it takes until somebody who was not believed tries again. */
  private static final int LOGIN_AGAIN_MILLIS = 5_000;

  /** Hears of the connection; called on ZooKeeper's event thread. */
  interface Listener {
    /** The handle is connected, for the first time or again. */
    void connected(ZooKeeper zooKeeper);

    /** The handle is not connected, or there is another one from now on. */
    void disconnected();

    /** The servers do not believe who this is; it is tried again with another handle. */
    void loginRefused();
  }

  private final ZooKeeperOptions options;
  private final Listener listener;
  private final CuratorFramework curator;
  private final AtomicReference<@Nullable Handle> latest = new AtomicReference<>();
  private volatile boolean closed;
  private volatile String refusal = "";

  Connection(ZooKeeperOptions options, Listener listener) {
    this.options = options;
    this.listener = listener;
    this.curator =
        CuratorFrameworkFactory.builder()
            .connectString(options.connectString())
            .sessionTimeoutMs(options.sessionTimeoutMillis())
            .retryPolicy(new NoRetry())
            .zookeeperFactory(new Handles())
            .zkClientConfig(options.clientConfig())
            .ensembleTracker(false)
            .canBeReadOnly(false)
            .runSafeService(Runnable::run)
            .threadFactory(Connection::thread)
            .waitForShutdownTimeoutMs(CLOSE_TIMEOUT_MILLIS)
            .build();
  }

  /**
   * Begins to connect, and goes on trying.
   *
   * @throws IllegalArgumentException if ZooKeeper's client does not like its settings
   */
  void start() {
    curator.start();
    if (latest.get() == null) {
      curator.close();
      throw new IllegalArgumentException(
          "ZooKeeper's client cannot be made for " + options.describe() + ": " + refusal);
    }
  }

  /** Ends the session. What was asked and not answered is answered as lost. */
  @Override
  public void close() {
    closed = true;
    Thread closing = thread(curator::close);
    closing.start();
    try {
      closing.join(CLOSE_TIMEOUT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void replace(Handle handle) {
    if (handle != latest.get() || closed) {
      return;
    }
    try {
      curator.getZookeeperClient().reset();
    } catch (Exception e) {
      refusal = e.toString();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "ha-zookeeper-curator");
    thread.setDaemon(true);
    return thread;
  }

  /** Makes handles that tell this connection what becomes of them. */
  private final class Handles implements ZookeeperFactory {
    @Override
    public ZooKeeper newZooKeeper(
        String connectString, int sessionTimeout, Watcher watcher, boolean canBeReadOnly)
        throws Exception {
      return newZooKeeper(
          connectString, sessionTimeout, watcher, canBeReadOnly, options.clientConfig());
    }

    @Override
    public ZooKeeper newZooKeeper(
        String connectString,
        int sessionTimeout,
        Watcher watcher,
        boolean canBeReadOnly,
        ZKClientConfig config)
        throws Exception {
      Handle before = latest.get();
      if (before != null && before.connected) {
        before.connected = false;
        listener.disconnected();
      }
      Handle handle = new Handle(watcher);
      ZooKeeper zooKeeper;
      try {
        zooKeeper = new ZooKeeper(connectString, sessionTimeout, handle, canBeReadOnly, config);
      } catch (IOException | RuntimeException e) {
        refusal = e.toString();
        throw e;
      }
      Credentials credentials = options.credentials();
      if (credentials != null) {
        // Before anybody hears of the handle, so that no request goes ahead of it.
        zooKeeper.addAuthInfo(Credentials.SCHEME, credentials.token());
      }
      latest.set(handle);
      handle.zooKeeper.complete(zooKeeper);
      return zooKeeper;
    }
  }

  /** Hears what becomes of one handle, and lets Curator hear it afterwards. */
  private final class Handle implements Watcher {
    private final Watcher curatorsWatcher;
    private final CompletableFuture<ZooKeeper> zooKeeper = new CompletableFuture<>();
    private volatile boolean connected;

    Handle(Watcher curatorsWatcher) {
      this.curatorsWatcher = curatorsWatcher;
    }

    @Override
    public void process(WatchedEvent event) {
      // The first event may come before the constructor of the handle has returned.
      ZooKeeper mine = zooKeeper.join();
      if (event.getType() == EventType.None && this == latest.get() && !closed) {
        changed(mine, event.getState());
      }
      curatorsWatcher.process(event);
    }

    private void changed(ZooKeeper mine, Event.KeeperState state) {
      switch (state) {
        case SyncConnected -> {
          connected = true;
          listener.connected(mine);
        }
        case SaslAuthenticated -> {}
        default -> {
          if (connected) {
            connected = false;
            listener.disconnected();
          }
          if (state == Event.KeeperState.AuthFailed) {
            // This handle never tries again, and what issues tickets may just have been away.
            listener.loginRefused();
            CompletableFuture.delayedExecutor(
                    LOGIN_AGAIN_MILLIS, TimeUnit.MILLISECONDS, work -> thread(work).start())
                .execute(() -> replace(this));
          }
        }
      }
    }
  }

  /** Never tries again: who asks decides that. */
  private static final class NoRetry implements RetryPolicy {
    @Override
    public boolean allowRetry(int count, long elapsedMillis, RetrySleeper sleeper) {
      return false;
    }
  }
}
