package io.pacekeeper.api;

import org.jspecify.annotations.Nullable;

/** Runs what is active while its body runs. */
final class RunningAgent implements ResourceAgent {
  private final Resource.Body body;
  private volatile boolean stopping;
  private @Nullable Thread thread;

  RunningAgent(Resource.Body body) {
    this.body = body;
  }

  @Override
  public void start(Activation activation) {
    Thread runner = new Thread(() -> run(activation), "ha-resource-" + activation.resource());
    runner.setDaemon(true);
    thread = runner;
    runner.start();
  }

  @Override
  public void stop() throws InterruptedException {
    stopping = true;
    Thread runner = thread;
    if (runner != null) {
      runner.interrupt();
      runner.join();
    }
  }

  @Override
  public boolean monitor() {
    Thread runner = thread;
    return runner != null && runner.isAlive();
  }

  // Whatever ends the body, an Error included, is a failure of the resource.
  private void run(Activation activation) {
    String reason = "it returned before it was stopped";
    try {
      body.run(activation);
    } catch (Throwable e) {
      reason = "it threw " + e;
    }
    if (!stopping) {
      activation.failed(reason);
    }
  }
}
