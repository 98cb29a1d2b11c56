package org.batonha.transport.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * What a node says beforehand of its last word: a digest of the secret that will prove it, bound to
 * this start of the transport and to the application's run.
 *
 * @param run the number of the run, as the application counts them
 * @param digest {@value #DIGEST_LENGTH} bytes
 */
public record Pledge(long run, byte[] digest) {
  /** The length of the digest, in bytes. */
  public static final int DIGEST_LENGTH = 32;

  /** Returns what is pledged for a secret by one start of a node. */
  public static Pledge of(long run, byte[] secret, long boot) {
    return LastWord.of(LastWord.Kind.DEAD, run, secret).pledge(boot);
  }

  /** Tells whether a last word about a start of a node is the one that was pledged. */
  public boolean isKeptBy(LastWord word, long boot) {
    return word.run() == run && MessageDigest.isEqual(digest, word.pledge(boot).digest);
  }

  /** Returns the payload. */
  public byte[] encode() {
    return ByteBuffer.allocate(Long.BYTES + DIGEST_LENGTH).putLong(run).put(digest).array();
  }

  /** Reads the payload. */
  public static Pledge decode(ByteBuffer in) throws BadFrameException {
    try {
      long run = in.getLong();
      byte[] digest = new byte[DIGEST_LENGTH];
      in.get(digest);
      if (in.hasRemaining()) {
        throw new BadFrameException(
            DropCause.MALFORMED, "a PLEDGE with " + in.remaining() + " bytes too many");
      }
      return new Pledge(run, digest);
    } catch (BufferUnderflowException e) {
      throw new BadFrameException(DropCause.MALFORMED, "a PLEDGE that is cut off");
    }
  }
}
