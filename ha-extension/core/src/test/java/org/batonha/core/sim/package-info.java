/**
 * A cluster that does not exist: hosts, clocks, networks, a group membership, witnesses, sentinels
 * and operators in virtual time, and checkers that look at it from outside.
 *
 * <p>In goes one seed (or a scenario), out comes a trace, or the first {@link
 * org.batonha.core.sim.Violation} with it. Everything random comes from {@link
 * org.batonha.core.sim.Dice}; nothing depends on wall time, on the order of a map, or on names.
 *
 * <p>{@link org.batonha.core.sim.World} is the way in. Only the public API of the core is used
 * here; the checkers know the rules from the design, not from the code.
 */
package org.batonha.core.sim;
