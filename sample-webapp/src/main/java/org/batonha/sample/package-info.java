/**
 * The application that shows what Baton does: a count in an HTTP session that outlives its node, a
 * ticker that runs on one node only, and a page that tells who does what.
 *
 * <p>In: requests, and the MBeans of Baton and of the server's session cache. Out: {@code /count}
 * as text, {@code /status} as JSON, and the page that draws it. On a server without Baton
 * everything still works that can; what cannot be known is called unknown.
 */
package org.batonha.sample;
