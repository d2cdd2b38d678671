package io.pacekeeper.examples;

import io.pacekeeper.examples.evidence.EvidenceFile;
import io.pacekeeper.examples.evidence.EvidenceLine.Event;
import io.pacekeeper.examples.evidence.FencedRegister;
import io.pacekeeper.examples.evidence.FencedRegister.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an activation does while it is active: a thread that writes to the resource's {@link
 * FencedRegister}, and says in the evidence if it was refused. It asks nobody whether it still may,
 * as a service that knows nothing of leases.
 */
final class Work {
  private static final Logger log = LoggerFactory.getLogger(Work.class);

  private final Thread thread;
  private volatile boolean over;

  private Work(String node, String resource, long token, Duration every, EvidenceFile evidence) {
    Path register = evidence.path().resolveSibling(evidence.path().getFileName() + "." + resource);
    thread =
        new Thread(
            () -> {
              try (FencedRegister to = FencedRegister.open(register)) {
                while (!over) {
                  if (to.write(token) == Answer.REFUSED) {
                    evidence.write(node, resource, Event.REFUSED, token);
                    return;
                  }
                  LockSupport.parkNanos(every.toNanos());
                }
              } catch (IOException e) {
                log.error("{} {} cannot work", node, resource, e);
              }
            },
            "work-" + resource);
    thread.setDaemon(true);
  }

  /** Begins to write this often with a fencing token. */
  static Work begin(
      String node, String resource, long token, Duration every, EvidenceFile evidence) {
    Work work = new Work(node, resource, token, every, evidence);
    work.thread.start();
    return work;
  }

  /** Returns when nothing is written any more. */
  void end() throws InterruptedException {
    over = true;
    LockSupport.unpark(thread);
    thread.join();
  }
}
