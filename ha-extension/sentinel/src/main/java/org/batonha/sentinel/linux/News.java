package org.batonha.sentinel.linux;

import org.batonha.sentinel.keeper.Claim;

/** What the listening threads report. Implementations hand it on and return at once. */
public interface News {
  /** Another host claims a watched address. */
  void claimed(Claim claim);

  /** Somebody else, or the kernel, removed an address: see which is missing. */
  void addressesChanged();

  /** Whether a device carries frames; said again whenever anything of the device changes. */
  void carrier(String device, boolean carrier);

  /** Some news of addresses and carriers were lost: look at both. */
  void lost();
}
