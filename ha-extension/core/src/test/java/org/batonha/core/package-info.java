/**
 * Tests of the decisions: the rules one by one, stories of what happens to a cluster, and a
 * simulator that makes up its own disasters from a seed. Time is virtual; nothing sleeps.
 */
package org.batonha.core;
