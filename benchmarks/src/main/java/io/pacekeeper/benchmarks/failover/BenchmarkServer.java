package io.pacekeeper.benchmarks.failover;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.server.DataTree.ProcessTxnResult;
import org.apache.zookeeper.server.Request;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.SessionTracker.Session;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;

/**
 * A ZooKeeper server in a JVM of its own, with its log on disk and every write forced to it, that
 * notes when it ends a session, when a request that touches a lease arrives, and every transaction.
 * Asked for its {@link ServerNote}s on standard input, it prints those that are new.
 */
final class BenchmarkServer {
  /** Says that the server is up, with its port. */
  static final String UP = "UP";

  /** Asks for the notes. */
  static final String NOTES = "notes";

  /** Says that all notes were given. */
  static final String DONE = "DONE";

  private static final int TICK_MILLIS = 500;

  private BenchmarkServer() {}

  /** Takes the folder for its data. */
  public static void main(String[] args) throws Exception {
    System.setProperty("zookeeper.4lw.commands.whitelist", "*");
    File folder = new File(args[0]);
    NotingServer server = new NotingServer(new FileTxnSnapLog(folder, folder));
    ServerCnxnFactory connections =
        ServerCnxnFactory.createFactory(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    connections.startup(server);
    System.out.println(UP + " " + connections.getLocalPort());
    try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      while (NOTES.equals(input.readLine())) {
        server.drain().forEach(System.out::println);
        System.out.println(DONE);
        System.out.flush();
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private static final class NotingServer extends ZooKeeperServer {
    private final Queue<ServerNote> decided = new ConcurrentLinkedQueue<>();
    private final Queue<LeaseRequest> leases = new ConcurrentLinkedQueue<>();
    private final Queue<Committed> committed = new ConcurrentLinkedQueue<>();

    /** A request as it arrived, which is looked at later. */
    private record LeaseRequest(long nanos, String text) {}

    /** A transaction as it was carried out, which is looked at later. */
    private record Committed(long nanos, Request request) {}

    NotingServer(FileTxnSnapLog log) {
      super(log, TICK_MILLIS, "");
      setMinSessionTimeout(2 * TICK_MILLIS);
    }

    @Override
    public void expire(Session session) {
      decided.add(ServerNote.expiry(System.nanoTime(), session.getSessionId()));
      super.expire(session);
    }

    @Override
    public void submitRequestNow(Request request) {
      long now = System.nanoTime();
      if (request.type == OpCode.multi) {
        leases.add(new LeaseRequest(now, new String(request.readRequestBytes(), ISO_8859_1)));
      }
      super.submitRequestNow(request);
    }

    @Override
    public ProcessTxnResult processTxn(Request request) {
      if (request.getHdr() != null) {
        committed.add(new Committed(System.nanoTime(), request));
      }
      return super.processTxn(request);
    }

    List<ServerNote> drain() throws IOException {
      List<ServerNote> notes = new ArrayList<>();
      for (ServerNote note = decided.poll(); note != null; note = decided.poll()) {
        notes.add(note);
      }
      for (LeaseRequest lease = leases.poll(); lease != null; lease = leases.poll()) {
        notes.addAll(ServerNote.leases(lease.nanos(), lease.text()));
      }
      for (Committed next = committed.poll(); next != null; next = committed.poll()) {
        Request request = next.request();
        notes.add(ServerNote.transaction(next.nanos(), request.getHdr(), request.getTxn()));
      }
      return notes;
    }
  }
}
