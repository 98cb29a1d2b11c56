/**
 * The shell around core: turns what happens (views, messages, witnesses, the sentinel's words, an
 * operator's commands, time) into events, and carries out the decisions that come back.
 *
 * <p>{@link org.batonha.engine.Engine} is the way in. One thread ({@code CoreLoop}) owns the core;
 * everything else posts to it and never waits for it. What takes time (addresses, singletons,
 * pings, sending) happens on other threads, and comes back as an event.
 */
package org.batonha.engine;
