package org.batonha.transport.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * One shared key. What encrypts is never the key itself but one derived from it for each start of
 * each node (HKDF with SHA-256, RFC 5869), so that two nodes, or two starts of one, can count their
 * nonces from 1 without ever using one twice. Immutable, thread-safe.
 */
final class FrameKey {
  private static final String HMAC = "HmacSHA256";

  private final byte[] pseudoRandomKey;
  private final int id;

  FrameKey(byte[] secret) {
    this.pseudoRandomKey = hmac("baton transport".getBytes(StandardCharsets.US_ASCII), secret);
    this.id = ByteBuffer.wrap(expand("key id", 0)).getInt();
  }

  /** Returns the number that stands for the key on the wire; it tells nothing about the key. */
  int id() {
    return id;
  }

  /** Returns the AES-256 key of one start of a node. */
  SecretKey derive(long boot) {
    return new SecretKeySpec(expand("frames", boot), "AES");
  }

  /** The first block of HKDF-Expand: 32 bytes, all that is needed. */
  private byte[] expand(String purpose, long boot) {
    byte[] label = purpose.getBytes(StandardCharsets.US_ASCII);
    byte[] info =
        ByteBuffer.allocate(label.length + Long.BYTES + 1)
            .put(label)
            .putLong(boot)
            .put((byte) 1)
            .array();
    return Arrays.copyOf(hmac(pseudoRandomKey, info), 32);
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
