package org.batonha.transport.link;

import org.jgroups.util.ThreadFactory;

/** Starts the transport's own daemon threads, named as the stack's are. */
public final class Threads {
  private final ThreadFactory factory;

  public Threads(ThreadFactory factory) {
    this.factory = factory;
  }

  public Thread start(String name, Runnable task) {
    Thread thread = factory.newThread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
