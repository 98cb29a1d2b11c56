package org.batonha.trial;

import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the sessions that began and ended on this server. */
@WebListener
public class Births implements HttpSessionListener {
  private static final AtomicInteger BEGUN = new AtomicInteger();
  private static final AtomicInteger ENDED = new AtomicInteger();

  @Override
  public void sessionCreated(HttpSessionEvent event) {
    BEGUN.incrementAndGet();
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {
    ENDED.incrementAndGet();
  }

  static int begun() {
    return BEGUN.get();
  }

  static int ended() {
    return ENDED.get();
  }
}
