package org.batonha.trial;

import jakarta.enterprise.context.SessionScoped;
import java.io.Serializable;

/** Counts what a client has put in; changed in place. */
@SessionScoped
public class Basket implements Serializable {
  private static final long serialVersionUID = 1L;

  private int count;

  /** One thing more. */
  public void put() {
    count++;
  }

  /** Returns how many there are. */
  public int count() {
    return count;
  }
}
