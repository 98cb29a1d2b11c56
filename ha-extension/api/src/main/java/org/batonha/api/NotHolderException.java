package org.batonha.api;

import jakarta.enterprise.context.ContextNotActiveException;
import java.util.Optional;

/** A cluster singleton was called on a node that does not hold its service. */
public class NotHolderException extends ContextNotActiveException {
  private static final long serialVersionUID = 1L;

  private final String service;
  private final String holder;

  /**
   * Creates the exception.
   *
   * @param service the service that the bean follows
   * @param holder the node that is known to hold it, or {@code null} when none is
   * @param bean the class of the bean that was called
   */
  public NotHolderException(String service, String holder, Class<?> bean) {
    super(message(service, holder, bean));
    this.service = service;
    this.holder = holder;
  }

  private static String message(String service, String holder, Class<?> bean) {
    String where =
        holder == null
            ? "no node is known to hold it now; try again later"
            : "node '" + holder + "' holds it; call it there";
    return bean.getSimpleName()
        + " follows service '"
        + service
        + "', which is not UP on this node: "
        + where;
  }

  /** Returns the service that the bean follows. */
  public String service() {
    return service;
  }

  /** Returns the node that is known to hold the service, if any is. */
  public Optional<String> holder() {
    return Optional.ofNullable(holder);
  }
}
