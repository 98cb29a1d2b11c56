package org.batonha.sentinel.linux;

import org.batonha.sentinel.keeper.Claim;

/** What the listening threads report. Implementations hand it on and return at once. */
public interface News {
  /** Another host claims a watched address. */
  void claimed(Claim claim);

  /** Somebody else, or the kernel, removed an address: see which is missing. */
  void addressesChanged();

  /** A device carries frames again, or none any more. */
  void carrierChanged(String device, boolean carrier);
}
