package io.pacekeeper.runtime;

import io.pacekeeper.api.Activation;
import io.pacekeeper.api.ResourceAgent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An agent that keeps what was called. */
class ScriptedAgent implements ResourceAgent {
  final List<String> calls = new CopyOnWriteArrayList<>();
  final CountDownLatch entered = new CountDownLatch(1);
  final CountDownLatch blocked = new CountDownLatch(1);
  volatile Activation activation;
  volatile Activation promotion;

  void starting() throws Exception {}

  void stopping() throws Exception {}

  boolean monitoring() throws Exception {
    return true;
  }

  @Override
  public void start(Activation given) throws Exception {
    activation = given;
    calls.add("start");
    starting();
  }

  @Override
  public void promote(Activation given) {
    promotion = given;
    calls.add("promote");
  }

  @Override
  public void demote() {
    calls.add("demote");
  }

  @Override
  public void stop() throws Exception {
    calls.add("stop");
    stopping();
  }

  @Override
  public boolean monitor() throws Exception {
    calls.add("monitor");
    return monitoring();
  }
}
