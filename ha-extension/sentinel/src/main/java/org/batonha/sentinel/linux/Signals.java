package org.batonha.sentinel.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Pointer;

/** What the kernel does to this process when somebody asks it to end (signal(7)). */
public final class Signals {
  private static final Pointer SIG_IGN = Pointer.createConstant(1);
  private static final int SIGHUP = 1;
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  private Signals() {}

  /**
   * Stays, whoever asks a whole group of processes to end: a terminal, or a service manager that
   * stops the server. Of the two the server has to be first: it has requests to finish, and ends
   * this one.
   *
   * @throws LastErrorException when the kernel refuses, which it has no reason to
   */
  public static void leaveTheEndToTheServer() {
    for (int signal : new int[] {SIGHUP, SIGINT, SIGTERM}) {
      Libc.signal(signal, SIG_IGN);
    }
  }
}
