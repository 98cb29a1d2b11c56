package org.batonha.core;

import java.util.List;

/** Whether this node takes services at all: it may be in maintenance, not serve, or be leaving. */
final class Readiness {
  /** How often a leaving node says that it holds nothing any more, before it goes. */
  private static final int FAREWELLS = 3;

  private final LocalServices services;
  private boolean maintenance;
  private String unavailable = "";
  private int farewells = -1;

  Readiness(LocalServices services) {
    this.services = services;
  }

  boolean isInMaintenance() {
    return maintenance;
  }

  void maintenance(boolean on, List<Decision> out, long now) {
    maintenance = on;
    tell(out, now);
  }

  void availability(Event.Availability availability, List<Decision> out, long now) {
    String why = availability.reason();
    String notBlank = why.isBlank() ? "its server does not serve" : why;
    unavailable = availability.available() ? "" : notBlank;
    tell(out, now);
  }

  void leave(List<Decision> out, long now) {
    farewells = farewells < 0 ? FAREWELLS : farewells;
    tell(out, now);
  }

  private void tell(List<Decision> out, long now) {
    String why =
        farewells >= 0 ? "this node is leaving" : maintenance ? "maintenance" : unavailable;
    services.setUnavailable(why, out, now);
  }

  /** A leaving node goes when it has said often enough that it holds nothing. */
  void sayFarewell(List<Decision> out) {
    if (farewells > 0 && !services.isAnyHolding() && --farewells == 0) {
      out.add(new Decision.Left());
    }
  }
}
