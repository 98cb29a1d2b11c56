package org.batonha.wildfly;

import org.jboss.as.controller.ModelVersion;
import org.jboss.as.controller.SubsystemModel;

/** The versions of the management model. */
enum BatonModel implements SubsystemModel {
  /** The first. */
  VERSION_1_0_0(1, 0, 0);

  static final BatonModel CURRENT = VERSION_1_0_0;

  private final ModelVersion version;

  BatonModel(int major, int minor, int micro) {
    this.version = ModelVersion.create(major, minor, micro);
  }

  @Override
  public ModelVersion getVersion() {
    return version;
  }
}
