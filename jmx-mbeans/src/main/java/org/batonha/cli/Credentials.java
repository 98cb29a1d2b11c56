package org.batonha.cli;

/**
 * Who asks.
 *
 * @param user the name of a management user
 * @param password the user's password
 */
record Credentials(String user, String password) {
  /** Returns what JMX wants in {@code jmx.remote.credentials}. */
  String[] forJmx() {
    return new String[] {user, password};
  }

  @Override
  public String toString() {
    return user;
  }
}
