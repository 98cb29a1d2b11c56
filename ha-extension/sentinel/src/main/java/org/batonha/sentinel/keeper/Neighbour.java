package org.batonha.sentinel.keeper;

import java.net.InetAddress;

/**
 * A host on the network of a device, as this host's kernel knows it.
 *
 * @param mac its hardware address, as {@code 02:00:00:00:00:01}
 */
public record Neighbour(InetAddress ip, String mac) {}
