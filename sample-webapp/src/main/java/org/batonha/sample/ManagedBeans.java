package org.batonha.sample;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Array;
import java.util.Optional;
import javax.management.JMException;
import javax.management.JMRuntimeException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/**
 * Reads MBeans as JSON, with the names that they have in JMX. The application knows Baton's MBeans
 * by name only: it needs none of its classes for that.
 */
final class ManagedBeans {
  private static final Logger LOG = System.getLogger(ManagedBeans.class.getName());

  private ManagedBeans() {}

  /** Returns all attributes of an MBean, or empty when there is none of that name. */
  static Optional<JsonObject> read(MBeanServer beans, String name) {
    try {
      ObjectName objectName = new ObjectName(name);
      if (!beans.isRegistered(objectName)) {
        return Optional.empty();
      }
      JsonObjectBuilder json = Json.createObjectBuilder();
      for (MBeanAttributeInfo attribute : beans.getMBeanInfo(objectName).getAttributes()) {
        Object value = beans.getAttribute(objectName, attribute.getName());
        json.add(decapitalized(attribute.getName()), json(value));
      }
      return Optional.of(json.build());
    } catch (JMException | JMRuntimeException e) {
      // Not louder: the page asks twice a second, and shows that it does not know.
      LOG.log(Level.DEBUG, () -> "reading MBean " + name + " failed; it is left out", e);
      return Optional.empty();
    }
  }

  private static String decapitalized(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private static JsonValue json(Object value) {
    if (value == null) {
      return JsonValue.NULL;
    }
    if (value instanceof Boolean truth) {
      return truth ? JsonValue.TRUE : JsonValue.FALSE;
    }
    if (value instanceof Number number) {
      return Json.createValue(number.longValue());
    }
    if (value instanceof CompositeData composite) {
      return object(composite);
    }
    if (value instanceof TabularData table) {
      return array(table.values().toArray());
    }
    return value.getClass().isArray() ? array(value) : Json.createValue(value.toString());
  }

  private static JsonValue object(CompositeData composite) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    composite.getCompositeType().keySet().forEach(key -> json.add(key, json(composite.get(key))));
    return json.build();
  }

  private static JsonValue array(Object array) {
    JsonArrayBuilder json = Json.createArrayBuilder();
    for (int i = 0; i < Array.getLength(array); i++) {
      json.add(json(Array.get(array, i)));
    }
    return json.build();
  }
}
