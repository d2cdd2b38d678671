package io.pacekeeper.zookeeper;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The network between a client and a server: can be cut, and can lose what the server answers. */
final class TcpProxy implements AutoCloseable {
  private volatile ServerSocket listening;
  private final String target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "tcp-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean losingAnswers;
  private volatile boolean frozen;
  private volatile byte[] fatal = {};

  TcpProxy(String target) {
    this.target = target;
    this.listening = listen(0);
  }

  private ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
      threads.execute(() -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String connectString() {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  /** Breaks every connection; new ones can be made at once. */
  void cut() {
    sockets.forEach(TcpProxy::closeQuietly);
  }

  /** From now on whatever the server says is lost, on old and on new connections. */
  void loseAnswers() {
    losingAnswers = true;
  }

  /** The same from the first request on that has this text in it. */
  void loseAnswersFrom(String text) {
    fatal = text.getBytes(StandardCharsets.UTF_8);
  }

  /** From now on nothing gets through in either direction, not even the end of a connection. */
  void freeze() {
    frozen = true;
  }

  /** Breaks every connection; new ones are refused. */
  void refuse() {
    closeQuietly(listening);
    cut();
  }

  /** Returns whether something is wrong with it. */
  boolean isBroken() {
    return losingAnswers || frozen || listening.isClosed();
  }

  /** From now on new connections work; the old ones are broken. */
  void heal() {
    if (listening.isClosed()) {
      listening = listen(listening.getLocalPort());
    }
    fatal = new byte[0];
    losingAnswers = false;
    frozen = false;
    cut();
  }

  @Override
  public void close() {
    closeQuietly(listening);
    cut();
    threads.shutdownNow();
  }

  private void accept(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        sockets.add(client);
        String[] address = target.split(":");
        Socket server = new Socket(address[0], Integer.parseInt(address[1]));
        sockets.add(server);
        threads.execute(() -> pump(client, server, false));
        threads.execute(() -> pump(server, client, true));
      } catch (IOException e) {
        cut();
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        if (!answers && has(buffer, length, fatal)) {
          losingAnswers = true;
        }
        if (!frozen && !(answers && losingAnswers)) {
          out.write(buffer, 0, length);
          out.flush();
        }
      }
    } catch (IOException e) {
      // One of the two was closed, and so is the other now.
    } finally {
      closeQuietly(from);
      if (!frozen) {
        closeQuietly(to);
      }
    }
  }

  private static boolean has(byte[] buffer, int length, byte[] text) {
    for (int from = 0; text.length > 0 && from + text.length <= length; from++) {
      if (Arrays.equals(buffer, from, from + text.length, text, 0, text.length)) {
        return true;
      }
    }
    return false;
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // It is gone, as it should be.
    }
  }
}
