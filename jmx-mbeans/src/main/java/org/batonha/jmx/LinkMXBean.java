package org.batonha.jmx;

/**
 * One link of the channel. Registered as {@code org.batonha:type=Link,name=LINK}. Thread-safe.
 * Notifications of type {@code org.batonha.link.state} tell each transition of a peer on this link,
 * {@code org.batonha.link.priority} a change of its priority, and {@code org.batonha.link.removed}
 * its end, after which it is unregistered. A link that is added is registered, which the platform's
 * own {@code JMX.mbean.registered} tells.
 */
public interface LinkMXBean {
  /** Returns the link and its peers as they are now. */
  LinkStatus getStatus();
}
