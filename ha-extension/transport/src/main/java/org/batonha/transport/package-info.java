/**
 * One JGroups transport over several redundant links.
 *
 * <p>In: messages from the JGroups stack, frames from the links. Out: each message once to the
 * stack, whatever the number of links that carried it; a suspicion when a peer is silent on all
 * links or its process is dead; link states for whoever watches. {@link
 * org.batonha.transport.REDUNDANT} is what a stack names; with the mode, the listener and the
 * snapshots it is the public API.
 *
 * <p>The way of a frame: {@code link} (bytes) → {@code Receiver} (checked, opened, counted,
 * filtered) → the stack; and back: {@code Sender} → the links of the peer's {@code Route}, each
 * with its own queue and thread. {@code Heart} beats and judges on a thread of its own. What a
 * frame is, is in {@code wire}; how links carry it, in {@code link}; what is believed of the peers,
 * in {@code peer}.
 */
package org.batonha.transport;
