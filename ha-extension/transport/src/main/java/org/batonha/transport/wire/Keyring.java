package org.batonha.transport.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cluster's shared keys: the first seals what we send, each opens what comes. Immutable.
 *
 * <p>Two keys at once are what it takes to change a key on running nodes: first every node accepts
 * the new one behind the old, then each sends with the new one, then the old one goes.
 */
public final class Keyring {
  /** How many keys are accepted at once. */
  public static final int MAX_KEYS = 2;

  /** Characters that a key has at least: fewer can be guessed from recorded frames. */
  public static final int MIN_CHARACTERS = 16;

  /** No key: frames are neither encrypted nor authenticated. */
  public static final Keyring NONE = new Keyring(List.of());

  private final List<FrameKey> keys;

  private Keyring(List<FrameKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads one or two keys, separated by a comma; the first is used to send.
   *
   * @param text {@code null} or blank: no key
   * @throws IllegalArgumentException when a key is too short, or there are too many; the message
   *     never contains a key
   */
  public static Keyring parse(String text) {
    if (text == null || text.isBlank()) {
      return NONE;
    }
    String[] secrets = text.split(",", -1);
    if (secrets.length > MAX_KEYS) {
      throw new IllegalArgumentException(
          "key has %d keys: give one, or two during a change (the new one behind the old)"
              .formatted(secrets.length));
    }
    List<FrameKey> keys = new ArrayList<>();
    for (String secret : secrets) {
      String stripped = secret.strip();
      if (stripped.length() < MIN_CHARACTERS) {
        throw new IllegalArgumentException(
            "key has %d characters: it must have at least %d, best from: openssl rand -base64 32"
                .formatted(stripped.length(), MIN_CHARACTERS));
      }
      keys.add(new FrameKey(stripped.getBytes(StandardCharsets.UTF_8)));
    }
    return new Keyring(keys);
  }

  /** Returns the key to send with; empty when there is none. */
  Optional<FrameKey> sending() {
    return keys.stream().findFirst();
  }

  /** Returns the key with an id; empty when it is not one of ours. */
  Optional<FrameKey> byId(int id) {
    return keys.stream().filter(key -> key.id() == id).findFirst();
  }

  /** Tells whether there is no key. */
  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Returns how many keys there are; never the keys. */
  @Override
  public String toString() {
    return keys.size() + " key(s)";
  }
}
