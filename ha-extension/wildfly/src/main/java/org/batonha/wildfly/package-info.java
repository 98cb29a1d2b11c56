/**
 * Baton as a subsystem of WildFly: {@code /subsystem=baton}. In: the server's configuration and
 * management operations, a fork of the server's JGroups channel, deployments. Out: a running {@link
 * org.batonha.engine.Engine} with the configured services, and deployments that see {@link
 * org.batonha.api.ClusterSingleton}. Nothing is decided here.
 */
package org.batonha.wildfly;
