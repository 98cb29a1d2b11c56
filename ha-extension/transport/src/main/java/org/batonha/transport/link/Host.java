package org.batonha.transport.link;

import java.net.InetSocketAddress;

/** A configured peer: where it listens on one of our links. */
public record Host(Link link, InetSocketAddress address) {}
