package io.pacekeeper.zookeeper;

import io.pacekeeper.api.HaException;
import io.pacekeeper.core.document.AccessDocument.Role;
import io.pacekeeper.core.document.AnswersDocument;
import io.pacekeeper.core.document.AnswersDocument.Answer;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.DocumentKey.Kind;
import io.pacekeeper.core.document.HostDocument;
import io.pacekeeper.core.document.MemberDocument;
import io.pacekeeper.core.document.NodeRequest;
import io.pacekeeper.core.document.RequestsDocument;
import io.pacekeeper.core.document.Stored;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Asks the JVMs of nodes to prove that they hold the cluster's credentials: each gets a challenge
 * of its own, which nobody else can have seen, and answers it. An answer counts if it was made with
 * the password of whoever asks; or, where that is another one or there is none, if it stands where
 * only the cluster's nodes may write.
 */
public final class HostProofs {
  private static final int CHALLENGE_BYTES = 32;

  private final ZooKeeperOptions options;
  private final BlockingLayer layer;
  private final ZooKeeperClusterClient client;

  HostProofs(ZooKeeperOptions options, BlockingLayer layer, ZooKeeperClusterClient client) {
    this.options = options;
    this.layer = layer;
    this.client = client;
  }

  /**
   * What became of the question to one node.
   *
   * @param node its name
   * @param authorized whether it proved what was asked
   * @param text what is wrong with it, or by what it proved it; one clause
   */
  public record Result(String node, boolean authorized, String text) {}

  /** A challenge that has been put and not been answered. */
  private record Open(String request, String challenge, String process) {}

  /**
   * Asks nodes, all at once.
   *
   * @param nodes their names
   * @param by who asks
   * @param patience how long to wait for answers
   * @param results told of each node as soon as it is known, in the calling thread
   * @throws HaException if nothing can be asked
   */
  public void ask(
      List<String> nodes, String by, Duration patience, Consumer<? super Result> results)
      throws InterruptedException {
    boolean open = client.access().isOpen();
    if (open && options.credentials() == null) {
      throw new HaException(
          options.describe()
              + " is open to everybody, so there is nothing to prove: give the nodes credentials,"
              + " and pk access protect then");
    }
    if (!open) {
      // Whoever may not know who the nodes are can judge no answer.
      client.access().roles();
    }
    Semaphore changes = new Semaphore(1);
    client.watch(changes::release);
    SortedMap<String, Open> waiting = new TreeMap<>();
    for (String node : new TreeSet<>(nodes)) {
      String process = process(client.documents(), node);
      if (process == null) {
        results.accept(new Result(node, false, nobody(open)));
      } else if (process.isEmpty()) {
        results.accept(new Result(node, false, "runs a version that cannot prove it: update it"));
      } else {
        waiting.put(node, put(node, process, by));
      }
    }
    long until = System.nanoTime() + patience.toNanos();
    for (long left = patience.toNanos();
        left > 0 && !waiting.isEmpty();
        left = until - System.nanoTime()) {
      if (changes.tryAcquire(left, TimeUnit.NANOSECONDS)) {
        changes.drainPermits();
        look(waiting, open, results);
      }
    }
    waiting.forEach(
        (node, asked) -> {
          withdraw(node, asked.request());
          results.accept(
              new Result(node, false, "did not answer within " + patience.toMillis() + " ms"));
        });
  }

  private String nobody(boolean open) {
    return open || options.credentials() == null
        ? "no JVM of that name shows itself: start it"
        : "no JVM of that name shows itself: start it, or, if it runs, give it the cluster's"
            + " credentials, as without them it sees nothing";
  }

  /** Returns the JVM that speaks for a node: null if none does, empty if it does not say which. */
  private static @Nullable String process(List<Stored> documents, String node) {
    String process = null;
    for (Stored stored : documents) {
      if (stored.key().node().equals(node)) {
        MemberDocument member = stored.as(MemberDocument.class);
        HostDocument host = stored.as(HostDocument.class);
        if (member != null) {
          process = member.process() == null ? "" : member.process();
        } else if (host != null && process == null) {
          process = host.process();
        }
      }
    }
    return process;
  }

  private Open put(String node, String process, String by) {
    byte[] bytes = new byte[CHALLENGE_BYTES];
    new SecureRandom().nextBytes(bytes);
    String challenge = HexFormat.of().formatHex(bytes);
    NodeRequest request =
        new NodeRequest(
            UUID.randomUUID().toString(),
            NodeRequest.Kind.PROVE,
            null,
            challenge,
            by,
            Instant.now());
    client.change(
        DocumentKey.requests(node),
        RequestsDocument.EMPTY,
        before -> {
          List<NodeRequest> all = new ArrayList<>(before.requests());
          if (all.stream().noneMatch(one -> one.id().equals(request.id()))) {
            all.add(request);
          }
          return new RequestsDocument(all);
        });
    return new Open(request.id(), challenge, process);
  }

  private void withdraw(String node, String request) {
    client.change(
        DocumentKey.requests(node),
        RequestsDocument.EMPTY,
        before ->
            new RequestsDocument(
                before.requests().stream().filter(one -> !one.id().equals(request)).toList()));
  }

  private void look(
      SortedMap<String, Open> waiting, boolean open, Consumer<? super Result> results) {
    for (Stored stored : client.documents()) {
      String node = stored.key().node();
      Open asked = stored.key().kind() == Kind.ANSWERS ? waiting.get(node) : null;
      AnswersDocument answers = stored.as(AnswersDocument.class);
      if (asked == null || answers == null) {
        continue;
      }
      for (Answer answer : answers.answers()) {
        if (answer.request().equals(asked.request())) {
          waiting.remove(node);
          withdraw(node, asked.request());
          results.accept(judge(node, asked, answers.process(), answer, open));
        }
      }
    }
  }

  private Result judge(String node, Open asked, String process, Answer answer, boolean open) {
    if (!process.equals(asked.process())) {
      return new Result(node, false, "another JVM of that name answered: ask again");
    } else if (!answer.done()) {
      return new Result(node, false, answer.text());
    }
    Proof proof = Proof.parse(answer.text());
    if (options.credentials() != null && proof.user().equals(options.credentials().user())) {
      boolean same = proof.isSame(Proof.of(options, node, asked.process(), asked.challenge()));
      return new Result(
          node,
          same,
          same
              ? "by the password of " + proof.user()
              : "its answer was made with another password of " + proof.user());
    }
    String writer = open ? "the cluster is open, and it has other credentials" : stranger(node);
    return new Result(
        node, writer == null, writer == null ? "by its right to write answers/" + node : writer);
  }

  /** Returns who else than the nodes may write what a node answers, as a complaint, or null. */
  private @Nullable String stranger(String node) {
    Set<String> nodes = new HashSet<>();
    try {
      nodes.addAll(client.access().roles().getOrDefault(Role.NODE, new TreeSet<>()));
      for (ACL entry :
          layer.connected().getACL(options.paths().of(DocumentKey.answers(node)), new Stat())) {
        String name = name(entry);
        if ((entry.getPerms() & Perms.WRITE) != 0 && !nodes.contains(name)) {
          return "answers/" + node + " may be written by " + name + ", who is no node";
        }
      }
      return null;
    } catch (KeeperException e) {
      return layer.trouble().describe(e.code());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static String name(ACL entry) {
    try {
      return Identity.of(entry.getId()).name();
    } catch (IllegalArgumentException e) {
      return entry.getId().getScheme() + ":" + entry.getId().getId();
    }
  }
}
