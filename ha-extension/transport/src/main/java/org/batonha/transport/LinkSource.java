package org.batonha.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.batonha.transport.link.HostSpec;
import org.batonha.transport.link.LinkSpec;
import org.batonha.transport.wire.Keyring;

/**
 * Links that another part of this process decides on, such as a server's model: a transport whose
 * property {@code links} is {@code @NAME} takes them, and hosts to look for beside those of its
 * property {@code hosts}, from the source of that name, and follows each change while its channel
 * is connected. It does not matter which of the two is there first: a transport waits for its
 * source for {@value #PATIENCE_SECONDS} s. Thread-safe.
 */
public final class LinkSource {
  /** For how long a transport waits for what its links are. */
  public static final int PATIENCE_SECONDS = 60;

  /** Begins a value of {@code links} that names a source. */
  static final String SIGN = "@";

  private static final Map<String, LinkSource> SOURCES = new ConcurrentHashMap<>();

  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition published = lock.newCondition();
  private final List<OwnLinks> followers = new ArrayList<>();
  private Wanted wanted; // null while nobody has said
  private String key; // null while nobody has said

  /**
   * What the links shall be.
   *
   * @param links as in the transport's property {@code links}
   * @param hosts as in the transport's property {@code hosts}; empty: none
   */
  public record Wanted(String links, String hosts) {
    /** Links without hosts. */
    public Wanted(String links) {
      this(links, "");
    }

    /**
     * Checks it without looking at this host or the network.
     *
     * @throws IllegalArgumentException when something is wrong, with what to write instead
     */
    public void check() {
      List<String> carrying =
          LinkSpec.parse(links).stream()
              .filter(spec -> spec.protocol().carriesMessages())
              .map(LinkSpec::name)
              .toList();
      HostSpec.check(hosts, carrying);
    }
  }

  private LinkSource(String name) {
    this.name = name;
  }

  /** Returns the source of a name; there is one for each. */
  public static LinkSource named(String name) {
    return SOURCES.computeIfAbsent(name, LinkSource::new);
  }

  /**
   * Says what the links are, and the key for transports whose property {@code key} is {@code @NAME}
   * and that start from now on.
   *
   * @param said the links, and where to look for peers
   * @param secret as in the transport's property {@code key}; empty: no key
   * @throws IllegalArgumentException when a link, a host or the key does not fit
   * @throws IllegalStateException when a link that would go is the only one that reaches a living
   *     peer
   * @throws IOException when a link cannot be opened
   */
  public void publish(Wanted said, String secret) throws IOException {
    Keyring.parse(secret);
    lock.lock();
    try {
      publish(said);
      key = secret;
      published.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says what the links are. Returns when all transports that follow have changed theirs; one that
   * cannot makes all go back to what they had.
   *
   * @param said the links, and where to look for peers
   * @throws IllegalArgumentException when a link or a host does not fit
   * @throws IllegalStateException when one that would go is the only one that reaches a living peer
   * @throws IOException when one cannot be opened
   */
  public void publish(Wanted said) throws IOException {
    said.check();
    lock.lock();
    try {
      for (OwnLinks follower : followers) {
        follower.become(said);
      }
      wanted = said;
      published.signalAll();
    } catch (IOException | RuntimeException e) {
      restore(e);
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private void restore(Exception failure) {
    if (wanted == null) {
      return;
    }
    for (OwnLinks follower : followers) {
      try {
        follower.become(wanted);
      } catch (IOException | RuntimeException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /**
   * Forgets what the links are: a transport that starts from now on waits until it is said anew.
   */
  public void withdraw() {
    lock.lock();
    try {
      wanted = null;
      key = null;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many transports follow. */
  public int followers() {
    lock.lock();
    try {
      return followers.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has a transport follow.
   *
   * @param configure takes the links as they are now, before any change
   * @throws IllegalStateException when nobody has said in time what they are
   */
  void follow(OwnLinks follower, Duration patience, Consumer<Wanted> configure)
      throws InterruptedException {
    lock.lock();
    try {
      await("links", () -> wanted != null, patience);
      configure.accept(wanted);
      followers.add(follower);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the key; empty: there is none.
   *
   * @throws IllegalStateException when nobody has said anything in time
   */
  String key(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      await("key", () -> key != null, patience);
      return key;
    } finally {
      lock.unlock();
    }
  }

  private void await(String what, BooleanSupplier isSaid, Duration patience)
      throws InterruptedException {
    long left = patience.toNanos();
    while (!isSaid.getAsBoolean() && left > 0) {
      left = published.awaitNanos(left);
    }
    if (!isSaid.getAsBoolean()) {
      throw new IllegalStateException(
          "%s '%s%s': nobody has said within %d s what to use: write it here itself, or see why what decides on it did not start"
              .formatted(what, SIGN, name, TimeUnit.NANOSECONDS.toSeconds(patience.toNanos())));
    }
  }

  /** A transport is no more. */
  void leave(OwnLinks follower) {
    lock.lock();
    try {
      followers.remove(follower);
    } finally {
      lock.unlock();
    }
  }
}
