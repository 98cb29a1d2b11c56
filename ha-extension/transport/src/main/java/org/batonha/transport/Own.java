package org.batonha.transport;

import java.util.List;
import org.batonha.transport.link.Host;
import org.batonha.transport.link.Link;
import org.batonha.transport.wire.Hello;

/**
 * This node's links at one moment.
 *
 * @param links all that are open; the first is one that carries messages
 * @param hosts where to look for peers
 * @param hello what tells the peers of the links, for nobody in particular
 */
record Own(List<Link> links, List<Host> hosts, Hello hello) {
  Own {
    links = List.copyOf(links);
    hosts = List.copyOf(hosts);
  }
}
