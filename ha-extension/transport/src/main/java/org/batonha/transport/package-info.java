/**
 * One JGroups transport over several redundant links.
 *
 * <p>In: messages from the JGroups stack, frames from the links. Out: each message once to the
 * stack, whatever the number of links that carried it; a suspicion when a peer is silent on all
 * links or its process is dead; link states for whoever watches. {@link
 * org.batonha.transport.REDUNDANT} is what a stack names; the rest of the package is its inside.
 *
 * <p>The way of a frame: {@code Link} (bytes) → {@code Receiver} (checked, counted, filtered) → the
 * stack; and back: {@code Sender} → every {@code Link}'s own queue and thread. {@code Heart} beats
 * and judges on a thread of its own; {@code LinkHealth}, {@code DuplicateFilter}, {@code
 * Suspicions} and the codecs are pure.
 */
package org.batonha.transport;
