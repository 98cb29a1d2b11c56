package org.batonha.jmx;

/**
 * One link of the channel. Registered as {@code org.batonha:type=Link,name=LINK}. Thread-safe.
 * Notifications of type {@code org.batonha.link.state} tell each transition of a peer on this link.
 */
public interface LinkMXBean {
  /** Returns the link and its peers as they are now. */
  LinkStatus getStatus();
}
