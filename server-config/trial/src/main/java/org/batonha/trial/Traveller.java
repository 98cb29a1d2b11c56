package org.batonha.trial;

import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.Serializable;

/** An attribute that is told when its session goes to a store or another server, and comes back. */
public class Traveller implements HttpSessionActivationListener, Serializable {
  private static final long serialVersionUID = 1L;

  private int passivated;
  private transient int activated;

  @Override
  public void sessionWillPassivate(HttpSessionEvent event) {
    passivated++;
  }

  @Override
  public void sessionDidActivate(HttpSessionEvent event) {
    activated++;
  }

  @Override
  public String toString() {
    return passivated + " " + activated;
  }
}
