/**
 * Links: how frames leave and reach this host, one class per protocol.
 *
 * <p>In: frames to send, bytes from the network. Out: bytes that should be a frame, to a {@link
 * org.batonha.transport.link.FrameHandler}. Each link has a bounded queue and threads of its own,
 * so that one never delays another; it knows nothing of what the frames mean. Public for the
 * transport's other packages only.
 */
package org.batonha.transport.link;
