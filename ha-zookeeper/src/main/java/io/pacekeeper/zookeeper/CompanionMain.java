package io.pacekeeper.zookeeper;

import io.pacekeeper.runtime.companion.CompanionProgram;

/** The main class of a companion of a node whose cluster lives in ZooKeeper. */
final class CompanionMain {
  private CompanionMain() {}

  /** Takes no arguments: everything comes through the standard input. */
  public static void main(String[] args) {
    CompanionProgram.run(ZooKeeperDeathRecord::of);
  }
}
