package org.batonha.jmx;

/**
 * One address of a service. Registered as {@code org.batonha:type=Address,service=SERVICE,
 * name="IP/PREFIX"} for as long as it is configured on this node, held or not. Thread-safe.
 * Notifications of type {@code org.batonha.address.conflict} tell of another host that claims it
 * while it is held, once a second at most: the user data is its MAC, the time that of the claim.
 */
public interface AddressMXBean {
  /** Returns the address as the sentinel has it now; a question to it, which takes milliseconds. */
  AddressStatus getStatus();
}
