package org.batonha.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes JSON (RFC 8259) for {@code Map<String, ?>}, {@code List}, {@code String}, {@code Long},
 * {@code Integer}, {@code Boolean} and {@code null}, indented by two spaces. Everything that is not
 * ASCII is escaped, so the encoding of the terminal does not matter. A JSON library was rejected:
 * the command runs from a few small jars, and there is nothing to read.
 */
final class Json {
  private final StringBuilder text = new StringBuilder();

  private Json() {}

  /** Returns {@code value} as JSON, ending with a line break. */
  static String write(Map<String, ?> value) {
    Json json = new Json();
    json.value(value, 0);
    return json.text.append('\n').toString();
  }

  private void value(Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      object(map, depth);
    } else if (value instanceof List<?> list) {
      array(list, depth);
    } else if (value instanceof String string) {
      string(string);
    } else if (value == null
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Integer) {
      text.append(value);
    } else {
      throw new IllegalArgumentException("no JSON for " + value.getClass().getName());
    }
  }

  private void object(Map<?, ?> map, int depth) {
    text.append('{');
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      line(depth + 1);
      string((String) entry.getKey());
      text.append(": ");
      value(entry.getValue(), depth + 1);
      text.append(entries.hasNext() ? "," : "");
    }
    close(map.isEmpty(), depth, '}');
  }

  private void array(List<?> list, int depth) {
    text.append('[');
    Iterator<?> elements = list.iterator();
    while (elements.hasNext()) {
      line(depth + 1);
      value(elements.next(), depth + 1);
      text.append(elements.hasNext() ? "," : "");
    }
    close(list.isEmpty(), depth, ']');
  }

  private void close(boolean empty, int depth, char bracket) {
    if (!empty) {
      line(depth);
    }
    text.append(bracket);
  }

  private void line(int depth) {
    text.append('\n').append("  ".repeat(depth));
  }

  private void string(String string) {
    text.append('"');
    string.chars().forEach(this::character);
    text.append('"');
  }

  private void character(int c) {
    switch (c) {
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      default -> {
        if (c < 0x20 || c > 0x7e) {
          text.append(String.format("\\u%04x", c));
        } else {
          text.append((char) c);
        }
      }
    }
  }
}
