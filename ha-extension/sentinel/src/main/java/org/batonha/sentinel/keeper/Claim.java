package org.batonha.sentinel.keeper;

import java.net.InetAddress;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.IpLiteral;
import org.batonha.sentinel.protocol.Refusal;

/**
 * A frame of another host that speaks of an address.
 *
 * @param device where it was heard
 * @param ip the address
 * @param mac the other's hardware address, as {@code 02:00:00:00:00:01}
 * @param kind what the other says
 */
public record Claim(String device, InetAddress ip, String mac, Kind kind) {
  /** What a frame says of an address. */
  public enum Kind {
    /** The other has it: it is the sender of an ARP packet, or the target of an advertisement. */
    HAS,
    /**
     * The other is about to take it: an ARP probe, or a solicitation by the unspecified address.
     */
    WANTS
  }

  /** Returns the answer to a command that wants this address. */
  Refusal refusal() {
    String where = IpLiteral.format(ip) + " on " + device;
    return switch (kind) {
      case HAS ->
          new Refusal(
              ErrorCode.CONFLICT,
              "%s is held by %s: give it up there, or take another address".formatted(where, mac));
      case WANTS ->
          new Refusal(
              ErrorCode.CONTENDED,
              "%s is just being asked for by %s, to take it: try again".formatted(where, mac));
    };
  }
}
