/**
 * What goes over a link, byte by byte: {@code docs/wire-format.md} in code.
 *
 * <p>In: bytes. Out: frames and their payloads, or a refusal that says how to count it. Pure: no
 * I/O, no threads, no clock. Public for the transport's other packages only.
 */
package org.batonha.transport.wire;
