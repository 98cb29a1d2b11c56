package org.batonha.transport;

import java.net.InetSocketAddress;

/** Where a node can be reached on one link. */
record LinkAddress(int link, LinkProtocol protocol, InetSocketAddress address) {}
