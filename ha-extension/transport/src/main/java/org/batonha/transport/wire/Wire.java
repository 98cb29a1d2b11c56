package org.batonha.transport.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * What is the same in the header of every frame that this start of this node sends.
 *
 * @param cluster the cluster's name, hashed
 * @param boot a random number for this start
 */
public record Wire(int cluster, long boot) {
  /** Returns the number that stands for a cluster's or a link's name on the wire. */
  public static int hash(String name) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }

  /** Writes a whole frame. */
  public void encode(ByteBuffer out, int link, OutFrame frame) {
    encodeHeader(out, link, frame);
    out.put(frame.payload());
  }

  /** Writes what goes before the payload. */
  public void encodeHeader(ByteBuffer out, int link, OutFrame frame) {
    Frame.encodeHeader(out, frame.type(), cluster, link, boot, frame.sequence());
  }
}
