package io.pacekeeper.runtime;

import io.pacekeeper.core.controller.Effect;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One operation on its way through the threads: waiting, in the hands of one of them, returned. It
 * is interrupted while the application's code runs in it and at no other time, so that no interrupt
 * reaches what the thread does next.
 */
final class OperationCall {
  private final Effect.RunOperation operation;
  private final ReentrantLock lock = new ReentrantLock();

  /** The thread that runs the application's code. Guarded by the lock, as the next one is. */
  private @Nullable Thread thread;

  private boolean interrupted;

  OperationCall(Effect.RunOperation operation) {
    this.operation = operation;
  }

  Effect.RunOperation operation() {
    return operation;
  }

  /** Says that the calling thread runs the application's code now. False: interrupted before. */
  boolean begin() {
    lock.lock();
    try {
      if (interrupted) {
        return false;
      }
      Thread.interrupted();
      thread = Thread.currentThread();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Says that the application's code has returned. */
  void end() {
    lock.lock();
    try {
      thread = null;
      Thread.interrupted();
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts the application's code, or has it not called any more. */
  void interrupt() {
    lock.lock();
    try {
      interrupted = true;
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
