package io.pacekeeper.zookeeper;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * A session for one purpose: connects from the start and goes on trying, and is replaced when it
 * has expired or its server does not answer. Used by one thread at a time.
 */
final class OwnSession implements AutoCloseable {
  private static final long LOOK_EVERY_NANOS = Duration.ofMillis(2).toNanos();

  private final ZooKeeperOptions options;
  private volatile @Nullable Handle handle;
  private volatile boolean closed;

  /** One handle, and what is known of it. */
  private final class Handle implements Watcher {
    private volatile boolean connected;
    private volatile boolean over;
    private volatile @Nullable ZooKeeper zooKeeper;

    @Override
    public void process(WatchedEvent event) {
      switch (event.getState()) {
        case SyncConnected -> connected = true;
        case Expired -> {
          over = true;
          // It is to be there before it is needed again.
          daemon(() -> replaceQuietly(this));
        }
        case AuthFailed, Closed -> over = true;
        case SaslAuthenticated -> {
          // Connected is heard before it.
        }
        default -> connected = false;
      }
    }
  }

  OwnSession(ZooKeeperOptions options) {
    this.options = options;
  }

  /**
   * Returns a handle that is connected, or null if there is none until this time.
   *
   * @throws IOException if there can be none
   */
  @Nullable ZooKeeper await(long untilNanos) throws IOException {
    while (!closed && System.nanoTime() - untilNanos < 0) {
      Handle current = handle;
      if (current == null || current.over) {
        replace();
      } else if (current.connected) {
        return current.zooKeeper;
      } else {
        LockSupport.parkNanos(this, LOOK_EVERY_NANOS);
      }
    }
    return null;
  }

  /** Has another session take the place of this one, perhaps at another server. */
  void replace() throws IOException {
    replace(handle);
  }

  private void replaceQuietly(Handle former) {
    try {
      replace(former);
    } catch (IOException e) {
      // Whoever needs it tries again, and hears why it cannot be.
      former.over = true;
    }
  }

  private synchronized void replace(@Nullable Handle former) throws IOException {
    if (closed || handle != former) {
      return;
    }
    Handle next = new Handle();
    ZooKeeper zooKeeper =
        new ZooKeeper(
            options.connectString(),
            options.sessionTimeoutMillis(),
            next,
            false,
            options.clientConfig());
    Credentials credentials = options.credentials();
    if (credentials != null) {
      zooKeeper.addAuthInfo(Credentials.SCHEME, credentials.token());
    }
    next.zooKeeper = zooKeeper;
    handle = next;
    end(former);
  }

  @Override
  public void close() {
    closed = true;
    Handle last = handle;
    handle = null;
    ZooKeeper zooKeeper = last == null ? null : last.zooKeeper;
    if (zooKeeper != null) {
      try {
        zooKeeper.close((int) Duration.ofSeconds(1).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Closing waits for the server; whoever needs another one has no time for that. */
  private static void end(@Nullable Handle former) {
    ZooKeeper zooKeeper = former == null ? null : former.zooKeeper;
    if (zooKeeper != null) {
      daemon(
          () -> {
            try {
              zooKeeper.close();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "companion-session");
    thread.setDaemon(true);
    thread.start();
  }
}
