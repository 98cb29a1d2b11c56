package org.batonha.benchmarks.sessions;

/** Who sees to it that one of two hosts has the shared address. */
enum Keeper {
  /** The servers themselves, which are Baton's. */
  SERVERS,
  /** Nobody: the first host has it for ever. */
  NOBODY,
  /** keepalived, which asks the server beside it. */
  KEEPALIVED
}
