package org.batonha.sentinel.protocol;

import java.util.Locale;

/** Why a command was refused: the third word of an {@code error} line. */
public enum ErrorCode {
  /** The line is not a command of this protocol. */
  USAGE,
  /** The address is malformed, or in use on this host already. */
  ADDRESS,
  /** The device does not exist, is down, or can not carry addresses. */
  DEVICE,
  /** Another host answers for the address. */
  CONFLICT,
  /** Another host is asking for the address at the same time, to take it. */
  CONTENDED,
  /** The process may not do it here: rights, libpcap or platform are missing. */
  PRIVILEGE,
  /** The lease's deadline has passed, or can not be meant seriously. */
  DEADLINE,
  /** The service, or this epoch of it, is not what is held. */
  UNKNOWN,
  /** Another server of this host commands the service. */
  BUSY,
  /** The kernel refused. */
  SYSTEM;

  /** Returns the word on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
