package org.batonha.engine;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jgroups.Address;
import org.jgroups.MergeView;
import org.jgroups.View;
import org.jgroups.ViewId;
import org.jgroups.util.UUID;

/**
 * Whether the others of this node's view are in the same one. A node that was cut off, or hung,
 * keeps the view that it had, while the others may have gone on without it; until the two have met
 * it knows nothing of that but by asking. Nothing is sent unless asked. Thread-safe.
 */
public final class ViewAgreement {
  /** Tells such a message from those of core, which begin with their version. */
  static final int KIND = 0xC1;

  /** Begins the second byte: changes when the bytes do. */
  private static final int VERSION = 1;

  private static final int QUESTION = 0;
  private static final int ANSWER = 1;

  /** What a node outside of the view said is remembered for so long. */
  private static final long STRANGERS_NANOS = 2_000_000_000L;

  private static final Object NONE = "no view";

  private final Supplier<Address> self;
  private final Supplier<View> view;
  private final Predicate<Address> isOtherVoter;
  private final BiConsumer<Address, byte[]> sender;
  private final LongSupplier clock;
  private final long begin;
  private final Map<Address, Answer> heard = new ConcurrentHashMap<>();

  /**
   * What another node said.
   *
   * @param view names its view
   * @param number that view's number: a later view of a group has a higher one
   * @param includes whether this node is in that
   * @param asked when it was asked, as {@link #begin} counts
   */
  private record Answer(String view, long number, boolean includes, long asked) {}

  /**
   * @param self this node's address
   * @param view this node's view, {@code null} while there is none
   * @param isOtherVoter whether another node has the name of a configured voter, and so is expected
   *     to answer
   * @param sender sends bytes to a member, {@code null} for all others; they may get lost
   * @param clock as {@link System#nanoTime()}
   */
  ViewAgreement(
      Supplier<Address> self,
      Supplier<View> view,
      Predicate<Address> isOtherVoter,
      BiConsumer<Address, byte[]> sender,
      LongSupplier clock) {
    this.self = self;
    this.view = view;
    this.isOtherVoter = isOtherVoter;
    this.sender = sender;
    this.clock = clock;
    this.begin = clock.getAsLong();
  }

  /** Returns what names this node's view, to be compared with an earlier one. */
  public Object id() {
    View now = view.get();
    return now == null ? NONE : now.getViewId();
  }

  /** Asks all others for their view. Does not wait. */
  public void ask() {
    ByteWriter out = new ByteWriter();
    out.one(KIND);
    out.one(VERSION);
    out.one(QUESTION);
    out.number(now());
    sender.accept(null, out.toBytes());
  }

  /** Returns whether this node's view is one in which parts have met. */
  public boolean isMerged() {
    return view.get() instanceof MergeView;
  }

  /**
   * Returns whether this node's view is one in which it has met a part that had gone on without it.
   *
   * @param before what {@link #id} was before
   */
  public boolean hasMetWhoWentOn(Object before) {
    return view.get() instanceof MergeView merged
        && before instanceof ViewId last
        && merged.getSubgroups().stream()
            .anyMatch(part -> part.getViewId().getId() > last.getId() && !isOwn(part));
  }

  private boolean isOwn(View part) {
    return part.getMembers().stream().anyMatch(member -> member.equals(self.get()));
  }

  /**
   * Returns whether each other voter of this node's view was in the same one when it was asked, and
   * no voter was in one without this node; so the group did not go on without it. A member that is
   * dead answers no more, but leaves the view.
   *
   * @param nanos an earlier question does not count; as {@link System#nanoTime()}
   */
  public boolean isSharedSince(long nanos) {
    View now = view.get();
    if (now == null) {
      return true;
    }
    String name = name(now.getViewId());
    return now.getMembers().stream()
            .filter(isOtherVoter)
            .map(heard::get)
            .allMatch(answer -> isSince(answer, nanos) && answer.view().equals(name))
        && heard.values().stream().allMatch(answer -> answer.includes() || isOld(answer));
  }

  private boolean isOld(Answer answer) {
    return now() - answer.asked() > STRANGERS_NANOS;
  }

  /**
   * Returns whether a member of this node's view was in a later one that does not include this
   * node, so that it went on without it. A view that is not later is one of before it came into the
   * group: it knows no better.
   *
   * @param nanos an earlier question does not count; as {@link System#nanoTime()}
   */
  public boolean isContradictedSince(long nanos) {
    View now = view.get();
    return now != null
        && now.getMembers().stream()
            .map(heard::get)
            .anyMatch(
                answer ->
                    isSince(answer, nanos)
                        && !answer.includes()
                        && answer.number() > now.getViewId().getId());
  }

  private boolean isSince(Answer answer, long nanos) {
    return answer != null && answer.asked() >= nanos - begin;
  }

  private long now() {
    return clock.getAsLong() - begin;
  }

  /** Returns whether these are the bytes of such a message. */
  static boolean isOne(byte[] bytes, int offset, int length) {
    return length > 0 && (bytes[offset] & 0xff) == KIND;
  }

  /**
   * Another node's message.
   *
   * @throws IOException when it is malformed; the message says why
   */
  void received(Address from, byte[] bytes, int offset, int length) throws IOException {
    ByteReader in = new ByteReader(bytes, offset, length);
    in.one();
    int version = in.one();
    if (version != VERSION) {
      throw new IOException("a view in version " + version + ", this node reads " + VERSION);
    }
    int kind = in.one();
    long asked = in.number();
    if (kind == QUESTION) {
      requireEnd(in);
      answer(from, asked);
    } else if (kind == ANSWER) {
      int includes = in.one();
      long number = in.number();
      String name = in.text();
      requireEnd(in);
      if (includes > 1) {
        throw new IOException("a view that neither includes this node nor does not: " + includes);
      }
      remember(from, new Answer(name, number, includes == 1, asked));
    } else {
      throw new IOException("a view's message of kind " + kind);
    }
  }

  private static void requireEnd(ByteReader in) throws IOException {
    if (in.left() > 0) {
      throw new IOException(in.left() + " bytes too many");
    }
  }

  private void answer(Address to, long asked) {
    View now = view.get();
    if (now == null) {
      return;
    }
    ByteWriter out = new ByteWriter();
    out.one(KIND);
    out.one(VERSION);
    out.one(ANSWER);
    out.number(asked);
    out.one(now.containsMember(to) ? 1 : 0);
    out.number(now.getViewId().getId());
    out.text(name(now.getViewId()));
    sender.accept(to, out.toBytes());
  }

  /** Only of voters, and of others than members for a moment; the newest, in whatever order. */
  private void remember(Address from, Answer answer) {
    View now = view.get();
    if (now == null || !isOtherVoter.test(from) || answer.asked() > now()) {
      return;
    }
    heard.entrySet().removeIf(e -> !now.containsMember(e.getKey()) && isOld(e.getValue()));
    heard.merge(from, answer, (old, next) -> next.asked() >= old.asked() ? next : old);
  }

  /** A start of a node has an address of its own, so the same name means the same view. */
  private static String name(ViewId id) {
    Address creator = id.getCreator();
    // As text it is the node's name, if that is known here already.
    String start = creator instanceof UUID uuid ? uuid.toStringLong() : creator.toString();
    return start + '|' + id.getId();
  }
}
