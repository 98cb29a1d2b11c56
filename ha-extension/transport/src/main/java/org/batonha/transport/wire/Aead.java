package org.batonha.transport.wire;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-GCM (NIST SP 800-38D) over one frame: the header is authenticated, the payload encrypted as
 * well. The nonce is the link's id and the frame's number on that link. Not thread-safe.
 */
final class Aead {
  static final int TAG_LENGTH = 16;
  private static final int NONCE_LENGTH = 12;

  private final Cipher cipher;
  private final byte[] nonce = new byte[NONCE_LENGTH];

  Aead() {
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  /** Encrypts a payload behind the header in {@code out}; returns the length with the tag. */
  int seal(
      SecretKey key, int link, long counter, OutFrame frame, byte[] out, int header, int offset) {
    try {
      init(Cipher.ENCRYPT_MODE, key, link, counter);
      cipher.updateAAD(out, offset, header);
      return cipher.doFinal(frame.buffer(), frame.offset(), frame.length(), out, offset + header);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a frame could not be encrypted: " + e.getMessage(), e);
    }
  }

  /**
   * Decrypts in place; returns the length of the payload, or -1 when the frame was not sealed with
   * this key or was changed since.
   */
  int open(SecretKey key, int link, long counter, byte[] buffer, int start, int header, int end) {
    try {
      init(Cipher.DECRYPT_MODE, key, link, counter);
      cipher.updateAAD(buffer, start, header);
      int payload = start + header;
      return cipher.doFinal(buffer, payload, end - payload, buffer, payload);
    } catch (AEADBadTagException e) {
      return -1;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a frame could not be decrypted: " + e.getMessage(), e);
    }
  }

  private void init(int mode, SecretKey key, int link, long counter)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    for (int i = 0; i < 4; i++) {
      nonce[i] = (byte) (link >>> 24 - 8 * i);
    }
    for (int i = 0; i < 8; i++) {
      nonce[4 + i] = (byte) (counter >>> 56 - 8 * i);
    }
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_LENGTH, nonce));
  }
}
