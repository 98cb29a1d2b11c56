/**
 * What an administrator sees of Baton over JMX: the MXBean interfaces in the domain {@code
 * org.batonha} and the immutable snapshots that they return.
 *
 * <p>The engine implements them; the {@code baton} command and any JMX console read them. Nothing
 * live crosses this boundary.
 */
package org.batonha.jmx;
