package org.batonha.transport.wire;

import java.net.InetSocketAddress;

/** Where a node can be reached on one link. */
public record LinkAddress(int link, LinkProtocol protocol, InetSocketAddress address) {}
