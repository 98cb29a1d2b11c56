package org.batonha.api;

import jakarta.enterprise.context.NormalScope;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a CDI bean that exists on one node of the cluster at a time: where its service is {@code
 * UP}.
 *
 * <p>This is a normal scope, so every injection point gets a client proxy. The instance is created
 * (with its {@code @PostConstruct}) when the service becomes {@code UP} on this node, and destroyed
 * (with its {@code @PreDestroy}) when it ceases to be. A call through the proxy anywhere else
 * throws {@link NotHolderException}, which names the holder. Each call checks that the node's lease
 * is still valid.
 */
@NormalScope
@Inherited
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ClusterSingleton {
  /** Returns the name of the service that the bean follows, as configured in the server. */
  String service();
}
