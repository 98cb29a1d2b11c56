package org.batonha.transport.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * What a node's sentinel says when the node can speak no more. It is never encrypted: what proves
 * it is a secret that nobody but the node and its sentinel knew until then, and whose {@link
 * Pledge} the node gave its peers while it lived. What it says stays true for ever, so a recording
 * of it does no harm. {@code docs/wire-format.md} has the layout.
 *
 * @param kind what it says
 * @param run the number of the node's run that it is about, as the application counts them
 * @param secret {@value #SECRET_LENGTH} bytes
 */
public record LastWord(Kind kind, long run, byte[] secret) {
  /** The length of a secret, in bytes. */
  public static final int SECRET_LENGTH = 32;

  /** The length of the payload, in bytes. */
  static final int LENGTH = 1 + Long.BYTES + SECRET_LENGTH;

  /** What a last word says. */
  public enum Kind {
    /** The process is dead, and nothing is held for it any more. */
    DEAD(1),
    /** Nothing is held for it any more; the process may live. */
    LET_GO(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    static Kind of(int code) throws BadFrameException {
      return switch (code) {
        case 1 -> DEAD;
        case 2 -> LET_GO;
        default -> throw new BadFrameException(DropCause.UNKNOWN_VERSION, "last word " + code);
      };
    }
  }

  /** Draws the secret by which a node's death will be known. */
  public static byte[] draw() {
    byte[] secret = new byte[SECRET_LENGTH];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  /**
   * Returns the last word of one kind. Whoever hears the one that says less cannot make the other
   * from it.
   *
   * @param secret as {@link #draw} gave it
   */
  public static LastWord of(Kind kind, long run, byte[] secret) {
    return new LastWord(kind, run, kind == Kind.DEAD ? secret : lesser(secret));
  }

  private static byte[] lesser(byte[] secret) {
    return digest("baton let go", ByteBuffer.wrap(secret));
  }

  /** Returns what is pledged beforehand by one start of a node. */
  Pledge pledge(long boot) {
    byte[] known = kind == Kind.DEAD ? lesser(secret) : secret;
    ByteBuffer bound = ByteBuffer.allocate(2 * Long.BYTES + SECRET_LENGTH);
    bound.putLong(boot).putLong(run).put(known).flip();
    return new Pledge(run, digest("baton last word", bound));
  }

  private static byte[] digest(String purpose, ByteBuffer bytes) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(purpose.getBytes(StandardCharsets.US_ASCII));
      sha.update(bytes);
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns the whole datagram for one link, ready to be sent by somebody who knows no frames. */
  public byte[] datagram(Wire wire, int link) {
    return ByteBuffer.allocate(Frame.HEADER_LENGTH + LENGTH)
        .putShort(Frame.MAGIC)
        .put((byte) Frame.VERSION)
        .put((byte) FrameType.LAST_WORD.code())
        .putInt(wire.cluster())
        .putInt(link)
        .putLong(wire.boot())
        .putLong(0)
        .put((byte) kind.code())
        .putLong(run)
        .put(secret)
        .array();
  }

  /** Reads the payload. */
  public static LastWord decode(ByteBuffer in) throws BadFrameException {
    try {
      Kind kind = Kind.of(in.get());
      long run = in.getLong();
      byte[] secret = new byte[SECRET_LENGTH];
      in.get(secret);
      if (in.hasRemaining()) {
        throw malformed(in.remaining() + " bytes too many");
      }
      return new LastWord(kind, run, secret);
    } catch (BufferUnderflowException e) {
      throw malformed("cut off");
    }
  }

  private static BadFrameException malformed(String what) {
    return new BadFrameException(DropCause.MALFORMED, "a last word with " + what);
  }

  /** Never shows the secret. */
  @Override
  public String toString() {
    return kind + " of run " + run;
  }
}
