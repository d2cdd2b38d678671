package io.pacekeeper.testkit;

import io.pacekeeper.core.controller.Effect;
import io.pacekeeper.core.controller.Input;
import io.pacekeeper.core.document.DocumentKey;
import io.pacekeeper.core.document.Stored;
import io.pacekeeper.core.document.Transaction;
import io.pacekeeper.core.lease.DeathCertificate;
import io.pacekeeper.runtime.companion.DeathRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes deaths to the store in memory as the production companion writes them to ZooKeeper: reads
 * what there is, writes the certificate that follows from it, and does that again until it is done
 * or pointless. What blocks there goes on by itself here.
 */
final class SimulatedDeathRecord implements DeathRecord {
  private static final long RETRY_NANOS = Duration.ofMillis(5).toNanos();
  private static final long ANSWER_PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

  private final String node;
  private final InMemoryLayer layer;
  private final Timeline timeline;
  private final SkewedClock clock;
  private final Voice voice;
  private final Runnable finished;
  private @Nullable DeathCertificate certificate;
  private long giveUpAtNanos;
  private long request;

  /**
   * Makes one.
   *
   * @param finished called when a confirmation has come to its end
   */
  SimulatedDeathRecord(
      String node,
      InMemoryLayer layer,
      Timeline timeline,
      SkewedClock clock,
      Voice voice,
      Runnable finished) {
    this.node = node;
    this.layer = layer;
    this.timeline = timeline;
    this.clock = clock;
    this.voice = voice;
    this.finished = finished;
  }

  @Override
  public void open(Voice said) {
    layer.start(this::hear);
  }

  @Override
  public String confirm(String incarnation, long giveUpAt) {
    certificate = new DeathCertificate(node, incarnation);
    giveUpAtNanos = giveUpAt;
    read();
    return "of incarnation " + incarnation + " the death is being written down";
  }

  @Override
  public void close() {
    layer.close();
  }

  /** Returns whether a confirmation is on its way. */
  boolean isBusy() {
    return certificate != null;
  }

  private void read() {
    if (clock.now().nanos() - giveUpAtNanos >= 0) {
      finish("gives up");
      return;
    }
    ask(new Effect.Read(++request, new Effect.Interest(node, false)));
  }

  private void ask(Effect.ToLayer effect) {
    long asked = request;
    layer.execute(effect);
    timeline.after(
        ANSWER_PATIENCE_NANOS,
        () -> {
          if (request == asked && certificate != null) {
            layer.forgetSession(0);
          }
        });
  }

  private void hear(Input.FromLayer input) {
    DeathCertificate open = certificate;
    if (open == null) {
      return;
    }
    if (input instanceof Input.ReadDone done && done.request() == request) {
      write(open, done.documents());
    } else if (input instanceof Input.Committed committed && committed.request() == request) {
      finish("has written it down");
    } else if ((input instanceof Input.ReadFailed failed && failed.request() == request)
        || (input instanceof Input.Conflicted conflicted && conflicted.request() == request)
        || (input instanceof Input.Uncertain uncertain && uncertain.request() == request)) {
      request++;
      timeline.after(RETRY_NANOS, this::read);
    }
  }

  private void write(DeathCertificate open, List<Stored> documents) {
    Map<DocumentKey, Stored> read = new TreeMap<>();
    documents.forEach(stored -> read.put(stored.key(), stored));
    List<DocumentKey> keys = open.keys();
    Transaction transaction =
        open.write(
            read.get(keys.get(0)),
            read.get(keys.get(1)),
            read.get(keys.get(2)),
            clock.now().wall());
    if (transaction == null) {
      finish("finds nothing left to confirm");
    } else {
      ask(new Effect.Commit(++request, transaction));
    }
  }

  private void finish(String how) {
    certificate = null;
    request++;
    voice.say(how);
    close();
    timeline.after(RETRY_NANOS, finished);
  }
}
