package org.batonha.sessions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Attributes that a request still has in its hands though it has given the session back, and what
 * they were then: it may change them in place afterwards, and nobody would know. They are compared
 * by their serialized form. Not thread-safe.
 */
final class InHands {
  static final InHands NOTHING = new InHands(Map.of(), null);

  private final Map<String, Thing> things;
  private final ClassLoader classes;

  /**
   * One of them.
   *
   * @param own the digest of this object as it was
   * @param copied that of a copy of it, which is the same for all copies, however they were made: a
   *     map, for one, has other room in a copy
   */
  private record Thing(Object value, byte[] own, byte[] copied) {}

  private InHands(Map<String, Thing> things, ClassLoader classes) {
    this.things = things;
    this.classes = classes;
  }

  /**
   * Takes note of what they are.
   *
   * @param attributes by their names; all mutable
   * @param classes knows their classes
   * @return empty: it cannot be told
   */
  static Optional<InHands> of(Map<String, Object> attributes, ClassLoader classes) {
    Map<String, Thing> things = new HashMap<>();
    try {
      for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
        Object value = attribute.getValue();
        byte[] own = digest(serialized(value));
        things.put(attribute.getKey(), new Thing(value, own, ofCopy(value, classes)));
      }
    } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
      return Optional.empty(); // not serializable by Java, or being changed at this moment
    }
    return Optional.of(new InHands(things, classes));
  }

  /** The same, and what {@code earlier} has that these do not. */
  InHands and(InHands earlier) {
    Map<String, Thing> both = new HashMap<>(earlier.things);
    both.putAll(things);
    return new InHands(both, classes);
  }

  /** Returns whether one of them was changed since. */
  boolean isChanged() {
    return things.values().stream().anyMatch(InHands::isChanged);
  }

  private static boolean isChanged(Thing thing) {
    try {
      return !Arrays.equals(digest(serialized(thing.value())), thing.own());
    } catch (IOException | RuntimeException e) {
      return true; // it could be serialized before
    }
  }

  /**
   * Puts all that was changed since back into the session, and forgets about it.
   *
   * @return whether that was possible: nobody else has changed the same
   */
  boolean putBack(SessionUse use) {
    boolean all = true;
    for (Iterator<Map.Entry<String, Thing>> each = things.entrySet().iterator(); each.hasNext(); ) {
      Map.Entry<String, Thing> thing = each.next();
      all &= putBack(thing.getKey(), thing.getValue(), use);
      each.remove();
    }
    return all;
  }

  /** The same for one of them. */
  boolean putBack(String name, SessionUse use) {
    Thing thing = forget(name);
    return thing == null || putBack(name, thing, use);
  }

  private boolean putBack(String name, Thing thing, SessionUse use) {
    if (!isChanged(thing)) {
      return true;
    }
    try {
      Object known = use.session().getAttribute(name);
      if (!Arrays.equals(ofCopy(known, classes), thing.copied())) {
        return false;
      }
    } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
      return false; // somebody else has put something there that cannot be compared
    }
    use.setAttribute(name, thing.value());
    return true;
  }

  /** The request has something else by this name now, or nothing. */
  void drop(String name) {
    forget(name);
  }

  private Thing forget(String name) {
    return things.isEmpty() ? null : things.remove(name);
  }

  private static byte[] ofCopy(Object value, ClassLoader classes)
      throws IOException, ClassNotFoundException {
    return digest(serialized(deserialized(serialized(value), classes)));
  }

  private static byte[] serialized(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static Object deserialized(byte[] bytes, ClassLoader classes)
      throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new In(new ByteArrayInputStream(bytes), classes)) {
      return in.readObject();
    }
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Knows the application's classes. */
  private static final class In extends ObjectInputStream {
    private final ClassLoader classes;

    In(InputStream in, ClassLoader classes) throws IOException {
      super(in);
      this.classes = classes;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass wanted)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(wanted.getName(), false, classes);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(wanted); // of a primitive type, for one
      }
    }
  }
}
