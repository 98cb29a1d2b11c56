/**
 * An application that keeps in its session all that applications do: the cluster tests ask it on
 * one node, end that node, and ask it on the other. Knows nothing of Baton.
 */
package org.batonha.trial;
