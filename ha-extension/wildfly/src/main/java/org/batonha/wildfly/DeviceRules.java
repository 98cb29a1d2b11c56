package org.batonha.wildfly;

import org.jboss.as.controller.OperationFailedException;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.Property;

/**
 * Refuses an address on a device that this host does not have, while an administrator can still
 * read the answer. Only what the operation changes is checked: a device that went away later must
 * not keep other changes from being made.
 */
final class DeviceRules {
  private DeviceRules() {}

  static void checkNew(ModelNode model, ModelNode before) throws OperationFailedException {
    for (Property service : ServiceModel.all(model)) {
      for (Property address : ServiceModel.addresses(service)) {
        String device = device(model, service, address);
        if (!device.equals(device(before, service, address))) {
          refuseMissing(service.getName(), address.getName(), device);
        }
      }
    }
  }

  private static String device(ModelNode model, Property service, Property address) {
    return ModelRules.value(
            model,
            ServiceRegistrar.REGISTRATION.getPathElement().getKey(),
            service.getName(),
            AddressRegistrar.REGISTRATION.getPathElement().getKey(),
            address.getName(),
            AddressRegistrar.DEVICE.getName())
        .asString("");
  }

  private static void refuseMissing(String service, String address, String device)
      throws OperationFailedException {
    var problem = Devices.problemWith(device);
    if (problem.isPresent()) {
      throw new OperationFailedException(
          "device of address " + address + " of service '" + service + "': " + problem.get());
    }
  }
}
