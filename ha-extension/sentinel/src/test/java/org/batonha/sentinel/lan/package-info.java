/**
 * A LAN in namespaces for the sentinel's integration test: hosts on a bridge, the real kernel, the
 * real process. Everything ends with the test's own process, whatever happens to it.
 */
package org.batonha.sentinel.lan;
