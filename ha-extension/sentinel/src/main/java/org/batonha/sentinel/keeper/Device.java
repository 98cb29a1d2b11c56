package org.batonha.sentinel.keeper;

/**
 * A network device as it is now.
 *
 * @param mac its hardware address, as {@code 02:00:00:00:00:01}
 * @param carrier whether it is up and can send
 */
public record Device(String mac, boolean carrier) {}
