package org.batonha.lab;

import java.util.Map;
import java.util.stream.Collectors;

/** Writes a flat JSON object (RFC 8259) of strings, numbers, booleans and nulls. */
final class Json {
  private Json() {}

  static String object(Map<String, Object> values) {
    return values.entrySet().stream()
        .map(entry -> string(entry.getKey()) + ":" + value(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String value(Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return String.valueOf(value);
    }
    return string(value.toString());
  }

  private static String string(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
