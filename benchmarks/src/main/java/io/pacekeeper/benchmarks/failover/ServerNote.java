package io.pacekeeper.benchmarks.failover;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jute.Record;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.server.ByteBufferInputStream;
import org.apache.zookeeper.txn.CreateTxn;
import org.apache.zookeeper.txn.DeleteTxn;
import org.apache.zookeeper.txn.MultiTxn;
import org.apache.zookeeper.txn.SetDataTxn;
import org.apache.zookeeper.txn.Txn;
import org.apache.zookeeper.txn.TxnHeader;
import org.jspecify.annotations.Nullable;

/**
 * Something that the server saw.
 *
 * @param kind what it is
 * @param nanos when, on the host's monotonic clock
 * @param number the session that it ended, or the transaction's zxid; 0 for others
 * @param detail the node whose lease it is, or what the transaction writes
 */
record ServerNote(Kind kind, long nanos, long number, String detail) {

  /** What was seen. */
  enum Kind {
    /** The server decided that a session has expired; nothing has been written of that yet. */
    EXPIRY,
    /** A request arrived that writes a lease, and does not end it. */
    LEASE,
    /** A request arrived that ends a lease: revoked by the DC, or dead by a companion. */
    REVOCATION,
    /** A lease was renewed: a transaction that sets a lease and nothing else. */
    RENEWAL,
    /** A session was closed: a transaction. */
    CLOSING,
    /** Any other transaction, the ones that failed included: each has a zxid. */
    TRANSACTION;

    /** Returns whether it has a zxid of its own. */
    boolean isTransaction() {
      return this == RENEWAL || this == CLOSING || this == TRANSACTION;
    }
  }

  private static final Pattern LEASE_PATH =
      Pattern.compile(ParticipantOptions.CLUSTER + "/leases/([A-Za-z0-9.-]+)");

  static ServerNote expiry(long nanos, long session) {
    return new ServerNote(Kind.EXPIRY, nanos, session, "-");
  }

  /** Returns what a request of several writes does to leases. */
  static List<ServerNote> leases(long nanos, String request) {
    List<ServerNote> notes = new ArrayList<>();
    Matcher matcher = LEASE_PATH.matcher(request);
    while (matcher.find()) {
      int end = request.indexOf('}', matcher.end());
      String lease = end >= 0 ? request.substring(matcher.end(), end) : "";
      boolean ended = lease.contains("\"revoked\"") || lease.contains("\"dead\"");
      notes.add(new ServerNote(ended ? Kind.REVOCATION : Kind.LEASE, nanos, 0, matcher.group(1)));
    }
    return notes;
  }

  static ServerNote transaction(long nanos, TxnHeader header, Record record) throws IOException {
    List<String> writes = new ArrayList<>();
    if (record instanceof MultiTxn multi) {
      for (Txn part : multi.getTxns()) {
        writes.add(write(part));
      }
    } else {
      writes.add(write(header.getType(), record));
    }
    Kind kind = Kind.TRANSACTION;
    if (header.getType() == OpCode.closeSession) {
      kind = Kind.CLOSING;
    } else if (writes.size() == 1
        && writes.get(0).startsWith("set:")
        && LEASE_PATH.matcher(writes.get(0)).find()) {
      kind = Kind.RENEWAL;
    }
    return new ServerNote(kind, nanos, header.getZxid(), String.join(",", writes));
  }

  private static String write(Txn part) throws IOException {
    @Nullable Record record =
        switch (part.getType()) {
          case OpCode.setData -> new SetDataTxn();
          case OpCode.create, OpCode.create2 -> new CreateTxn();
          case OpCode.delete -> new DeleteTxn();
          default -> null;
        };
    if (record != null) {
      ByteBufferInputStream.byteBuffer2Record(ByteBuffer.wrap(part.getData()), record);
    }
    return write(part.getType(), record);
  }

  private static String write(int type, @Nullable Record record) {
    if (record instanceof SetDataTxn set) {
      return "set:" + set.getPath();
    } else if (record instanceof CreateTxn create) {
      return "create:" + create.getPath();
    } else if (record instanceof DeleteTxn delete) {
      return "delete:" + delete.getPath();
    }
    return switch (type) {
      case OpCode.createSession -> "open-session";
      case OpCode.closeSession -> "close-session";
      case OpCode.check -> "check";
      case OpCode.error -> "failed";
      default -> "type" + type;
    };
  }

  static ServerNote parse(String line) {
    List<String> words = List.of(line.split(" ", 4));
    return new ServerNote(
        Kind.valueOf(words.get(0)),
        Long.parseLong(words.get(1)),
        Long.parseLong(words.get(2)),
        words.get(3));
  }

  @Override
  public String toString() {
    return kind + " " + nanos + " " + number + " " + detail;
  }
}
