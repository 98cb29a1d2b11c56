/**
 * What the sentinel does to a Linux host: addresses by rtnetlink, ARP and neighbour discovery by
 * libpcap (pcap4j), resets of connections by sock_diag, and the watch over the parent by {@code
 * /proc}.
 *
 * <p>In come calls of {@link org.batonha.sentinel.keeper.Host} by the one thread that owns the
 * state; out go news to a {@link org.batonha.sentinel.linux.News} by the threads that listen.
 *
 * <p>Netlink is spoken directly, not by {@code ip} and {@code ss}: each request has an outcome with
 * an error number in the same system call, where {@code ip -batch} kept open only prints to stderr
 * and leaves one to guess which line it meant and when it was done; an add takes tens of
 * microseconds, and a dying server's connections are reset without a fork. JNA is there anyhow, for
 * pcap4j brings it.
 */
package org.batonha.sentinel.linux;
