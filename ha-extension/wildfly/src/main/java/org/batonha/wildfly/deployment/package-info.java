/**
 * How an application reaches Baton without any configuration of its own. In: the deployments of the
 * server. Out: the same with Baton's API and CDI extension among their modules, and recognized as
 * CDI deployments when one of Baton's annotations is all that they have of CDI.
 */
package org.batonha.wildfly.deployment;
