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
    this(service, holder, bean, where(holder));
  }

  private NotHolderException(String service, String holder, Class<?> bean, String why) {
    super(
        bean.getSimpleName()
            + " follows service '"
            + service
            + "', which is not UP on this node: "
            + why);
    this.service = service;
    this.holder = holder;
  }

  /**
   * Creates the exception for a service that no node can hold, as far as this node knows.
   *
   * @param service the service that the bean follows
   * @param bean the class of the bean that was called
   * @param why what is missing and what to do, to end a sentence
   */
  public static NotHolderException because(String service, Class<?> bean, String why) {
    return new NotHolderException(service, null, bean, why);
  }

  private static String where(String holder) {
    return holder == null
        ? "no node is known to hold it now; try again later"
        : "node '" + holder + "' holds it; call it there";
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
