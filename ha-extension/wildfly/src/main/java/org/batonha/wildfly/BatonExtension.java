package org.batonha.wildfly;

import org.wildfly.subsystem.SubsystemConfiguration;
import org.wildfly.subsystem.SubsystemExtension;
import org.wildfly.subsystem.SubsystemPersistence;

/** The extension: what {@code /extension=org.batonha:add} loads. */
public final class BatonExtension extends SubsystemExtension<BatonSchema> {
  /** Creates the extension; called by the server. */
  public BatonExtension() {
    super(
        SubsystemConfiguration.of(
            BatonRegistrar.REGISTRATION.getName(), BatonModel.CURRENT, BatonRegistrar::new),
        SubsystemPersistence.of(BatonSchema.CURRENT));
  }
}
