package org.batonha.cdi;

/** Sentences that are needed in more than one place. */
final class Messages {
  private Messages() {}

  static String notConfigured(String service) {
    return "it is not configured on this server; add it with /subsystem=baton/service="
        + service
        + ":add(preference=[…])";
  }
}
