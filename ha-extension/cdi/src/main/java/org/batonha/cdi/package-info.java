/**
 * The CDI portable extension behind {@link org.batonha.api.ClusterSingleton}.
 *
 * <p>In: the beans of a deployment that carry the annotation, and from the server a {@link
 * org.batonha.cdi.ServiceHoldings} that says which service is held here and tells when that
 * changes. Out: one instance per bean while its service is {@code UP} on this node, and {@link
 * org.batonha.api.NotHolderException} for every call at another time.
 *
 * <p>There is one {@link org.batonha.cdi.HoldingsRegistry} per server; everything else exists once
 * per deployment.
 */
package org.batonha.cdi;
