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
import java.util.Map;
import java.util.Optional;

/**
 * Attributes that a request still has in its hands though it has given the session back, and what
 * they were then: it may change them in place afterwards, and nobody would know. They are compared
 * by their serialized form. Not thread-safe.
 */
final class InHands {
  private final Map<String, Thing> things;

  /**
   * What it had last of those that it has asked for again since: it may have both objects, and
   * change the old one.
   */
  private final Map<String, Thing> replaced = new HashMap<>();

  private final ClassLoader classes;

  /**
   * One of them.
   *
   * @param own the digest of this object as it was
   * @param copied that of a copy of it, which is the same for all copies, however they were made: a
   *     map, for one, has other room in a copy
   */
  private record Thing(Object value, byte[] own, byte[] copied) {
    boolean isSame(Thing other) {
      return value == other.value && Arrays.equals(own, other.own);
    }

    boolean isChanged() {
      try {
        return !Arrays.equals(digest(serialized(value)), own);
      } catch (IOException | RuntimeException | StackOverflowError e) {
        return true; // it could be serialized before
      }
    }
  }

  private InHands(Map<String, Thing> things, ClassLoader classes) {
    this.things = things;
    this.classes = classes;
  }

  /** Returns what has nothing. */
  static InHands none() {
    return new InHands(new HashMap<>(), null);
  }

  /**
   * Takes note of what they are. Runs their own code, which may wait for the application.
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
    } catch (IOException
        | ClassNotFoundException
        | RuntimeException
        | LinkageError
        | StackOverflowError e) {
      return Optional.empty(); // not serializable by Java, or being changed at this moment
    }
    return Optional.of(new InHands(things, classes));
  }

  /** Returns whether these are the same as those, and none has changed between the two notes. */
  boolean isSame(InHands other) {
    return things.keySet().equals(other.things.keySet())
        && things.entrySet().stream()
            .allMatch(thing -> thing.getValue().isSame(other.things.get(thing.getKey())));
  }

  /** The same, and what {@code earlier} has that these do not. */
  InHands and(InHands earlier) {
    Map<String, Thing> both = new HashMap<>(earlier.things);
    both.putAll(things);
    InHands all = new InHands(both, classes);
    all.replaced.putAll(earlier.replaced);
    return all;
  }

  /** Returns whether one of them was changed since. */
  boolean isChanged() {
    return things.values().stream().anyMatch(Thing::isChanged)
        || replaced.values().stream().anyMatch(Thing::isChanged);
  }

  /**
   * Puts all that was changed since back into the session, and forgets about it.
   *
   * @return whether that was possible: nobody else has changed the same
   */
  boolean putBack(SessionUse use) {
    boolean all = replaced.values().stream().noneMatch(Thing::isChanged);
    for (Map.Entry<String, Thing> thing : Map.copyOf(things).entrySet()) {
      all &= putBack(thing.getKey(), thing.getValue(), use);
    }
    things.clear();
    replaced.clear();
    return all;
  }

  /** The same for one of them, that the request asks for: it may get another object. */
  boolean putBack(String name, SessionUse use) {
    Thing thing = things.remove(name);
    if (thing == null) {
      return true;
    }
    if (!thing.isChanged() && use.session().getAttribute(name) != thing.value()) {
      replaced.put(name, thing);
      return true;
    }
    return putBack(name, thing, use);
  }

  private boolean putBack(String name, Thing thing, SessionUse use) {
    if (!thing.isChanged()) {
      return true;
    }
    if (!isAsItWas(thing, use.session().getAttribute(name))) {
      return false;
    }
    use.setAttribute(name, thing.value());
    return true;
  }

  /**
   * The request sets an attribute: what it had by this name does not count any more.
   *
   * @return whether nobody else has changed it, if an object is set again that it had before
   */
  boolean set(String name, Object value, SessionUse use) {
    return isCurrent(things.remove(name), name, value, use)
        && isCurrent(replaced.get(name), name, value, use);
  }

  private boolean isCurrent(Thing thing, String name, Object value, SessionUse use) {
    return thing == null
        || thing.value() != value
        || isAsItWas(thing, use.session().getAttribute(name));
  }

  /** The request removes an attribute. */
  void drop(String name) {
    things.remove(name);
  }

  private boolean isAsItWas(Thing thing, Object known) {
    try {
      return known == thing.value() || Arrays.equals(ofCopy(known, classes), thing.copied());
    } catch (IOException
        | ClassNotFoundException
        | RuntimeException
        | LinkageError
        | StackOverflowError e) {
      return false; // somebody else has put something there that cannot be compared
    }
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
