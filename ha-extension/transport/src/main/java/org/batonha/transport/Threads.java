package org.batonha.transport;

import org.jgroups.util.ThreadFactory;

/** Starts the transport's own daemon threads, named as the stack's are. */
final class Threads {
  private final ThreadFactory factory;

  Threads(ThreadFactory factory) {
    this.factory = factory;
  }

  Thread start(String name, Runnable task) {
    Thread thread = factory.newThread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
