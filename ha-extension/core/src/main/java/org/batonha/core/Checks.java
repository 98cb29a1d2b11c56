package org.batonha.core;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks of configured values; each message names the setting, the value and what is allowed. */
final class Checks {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private Checks() {}

  static void name(String setting, String value) {
    if (value == null || !NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          setting
              + " is '"
              + value
              + "': use 1 to 64 letters, digits, '.', '_' or '-', the first a letter or a digit");
    }
  }

  static List<String> distinctNames(String setting, List<String> values) {
    if (values == null || values.isEmpty()) {
      throw new IllegalArgumentException(
          setting + " is empty: name at least one node, for example [n1, n2]");
    }
    requireDistinct(setting, "node", values);
    return List.copyOf(values);
  }

  static List<String> otherServices(String setting, String service, List<String> values) {
    requireDistinct(setting, "service", values);
    if (values.contains(service)) {
      throw new IllegalArgumentException(
          setting + " names the service itself: name other services only");
    }
    return List.copyOf(values);
  }

  private static void requireDistinct(String setting, String what, List<String> values) {
    Set<String> seen = new HashSet<>();
    for (String value : values) {
      name(setting, value);
      if (!seen.add(value)) {
        throw new IllegalArgumentException(
            setting + " names " + what + " '" + value + "' twice: name each " + what + " once");
      }
    }
  }
}
