package org.batonha.transport.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * Opens sealed frames: decrypts, authenticates, refuses what was opened before. Thread-safe; what a
 * stranger without the key sends leaves nothing behind in memory.
 *
 * <p>Replays are refused by the frame's number, per start of the sender and link, with a sliding
 * window (compare RFC 4303, 3.4.3). That a whole start of a sender is no recording is not known
 * here: the receiver's part is to believe a start only once it has named our own.
 *
 * <p>The two sockets of a udp link share one count and are drained by a thread each. A pause of one
 * of them, of half a second at tens of thousands of frames a second, must not cost what it has
 * still to read: hence the size of the window. A window takes 4 KiB, all of them {@value
 * #MAX_FILTERS} times that, 8 MiB, which is reached by 256 peers with 8 links each.
 */
public final class Opener {
  static final int REPLAY_WINDOW = 1 << 15;
  static final int MAX_SENDERS = 512;
  static final int MAX_FILTERS = 2048;

  private final ThreadLocal<Aead> aeads = ThreadLocal.withInitial(Aead::new);
  private final Map<Derived, SecretKey> derived = new Bounded<>(MAX_SENDERS);
  private final Map<Sender, DuplicateFilter> filters = new Bounded<>(MAX_FILTERS);
  private volatile Keyring keys;

  private record Derived(FrameKey key, long boot) {}

  private record Sender(long boot, int link) {}

  /** The entry not used for longest goes first. */
  private static final class Bounded<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int max;

    Bounded(int max) {
      super(16, 0.75f, true);
      this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > max;
    }
  }

  /** Creates one that accepts these keys. */
  public Opener(Keyring keys) {
    this.keys = keys;
  }

  /** Accepts other keys from now on. */
  public void keys(Keyring accepted) {
    keys = accepted;
  }

  /**
   * Returns the frame with its payload in clear, in the same buffer.
   *
   * @throws BadFrameException a plain frame where there is a key, a sealed one where there is none,
   *     one of another key, one that was changed, or one that was opened before
   */
  public Frame open(Frame frame) throws BadFrameException {
    Keyring accepted = keys;
    if (accepted.isEmpty()) {
      if (frame.sealed()) {
        throw new BadFrameException(DropCause.NO_KEY, "encrypted, and this node has no key");
      }
      return frame;
    }
    if (!frame.sealed()) {
      throw new BadFrameException(DropCause.UNSEALED, "not encrypted");
    }
    FrameKey key =
        accepted
            .byId(frame.keyId())
            .orElseThrow(() -> new BadFrameException(DropCause.FORGED, "another key"));
    int length = decrypt(frame, key);
    if (length < 0) {
      throw new BadFrameException(DropCause.FORGED, "not authentic");
    }
    if (filter(frame).check(frame.counter()) != DuplicateFilter.Verdict.FRESH) {
      throw new BadFrameException(DropCause.REPLAYED, "seen before on this link");
    }
    return frame.opened(length);
  }

  private int decrypt(Frame frame, FrameKey key) {
    Derived name = new Derived(key, frame.boot());
    Optional<SecretKey> known = known(name);
    SecretKey secret = known.orElseGet(() -> key.derive(frame.boot()));
    int length =
        aeads
            .get()
            .open(
                secret,
                frame.link(),
                frame.counter(),
                frame.buffer(),
                frame.start(),
                Frame.SEALED_HEADER_LENGTH,
                frame.end());
    if (length >= 0 && known.isEmpty()) {
      remember(name, secret);
    }
    return length;
  }

  private Optional<SecretKey> known(Derived name) {
    synchronized (derived) {
      return Optional.ofNullable(derived.get(name));
    }
  }

  private void remember(Derived name, SecretKey secret) {
    synchronized (derived) {
      derived.put(name, secret);
    }
  }

  private DuplicateFilter filter(Frame frame) {
    synchronized (filters) {
      return filters.computeIfAbsent(
          new Sender(frame.boot(), frame.link()), sender -> new DuplicateFilter(REPLAY_WINDOW));
    }
  }
}
