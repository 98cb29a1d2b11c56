package org.batonha.jmx;

/**
 * One address of a service. Registered as {@code org.batonha:type=Address,service=SERVICE,
 * name="IP/PREFIX"} for as long as it is configured on this node, held or not. Thread-safe.
 */
public interface AddressMXBean {
  /** Returns the address as the sentinel has it now; a question to it, which takes milliseconds. */
  AddressStatus getStatus();
}
