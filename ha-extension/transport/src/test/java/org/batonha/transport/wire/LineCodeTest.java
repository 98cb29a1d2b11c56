package org.batonha.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineCodeTest {
  private final List<byte[]> frames = new ArrayList<>();
  private final LineCode.Decoder decoder = new LineCode.Decoder();
  private int noise;

  private void take(byte... bytes) {
    decoder.take(
        bytes,
        bytes.length,
        new LineCode.Decoder.Sink() {
          @Override
          public void frame(byte[] buffer, int length) {
            frames.add(Arrays.copyOf(buffer, length));
          }

          @Override
          public void noise() {
            noise++;
          }
        });
  }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] encode(byte[] frame) {
    return LineCode.encode(frame, 0, frame.length);
  }

  @Test
  void aFrameOfAnyLengthAndContentComesOutAsItWentIn() {
    Random random = new Random(1);
    for (int length = 1; length <= LineCode.MAX_FRAME; length += length < 1100 ? 1 : 499) {
      byte[] zeros = new byte[length];
      byte[] ones = zeros.clone();
      Arrays.fill(ones, (byte) 1);
      for (byte[] frame : new byte[][] {random(random, length), zeros, ones}) {
        frames.clear();
        byte[] line = encode(frame);
        assertThat(line).hasSizeLessThanOrEqualTo(LineCode.lengthOnLine(length));
        take(line);
        assertThat(frames).as("length %d", length).containsExactly(frame);
      }
    }
    assertThat(noise).isZero();
  }

  @Test
  void theLineIsAsDocumented() {
    assertThat(encode(new byte[] {5, 0}))
        .startsWith(0, 2, 5) // "one byte, then a zero", and what follows are the 4 bytes of CRC
        .endsWith(0)
        .hasSize(2 + 4 + 1 + 2);
  }

  @Test
  void afterNoiseTheNextFrameIsFound() {
    Random random = new Random(2);
    byte[] frame = random(random, 107);
    for (int i = 0; i < 2_000; i++) {
      frames.clear();
      take(random(random, random.nextInt(300)));
      take(encode(frame));
      assertThat(frames).as("round %d", i).containsExactly(frame);
    }
    assertThat(noise).isPositive();
  }

  @Test
  void aChangedOrCutFrameIsNoise() {
    byte[] line = encode(new byte[] {1, 2, 0, 3});
    for (int i = 1; i < line.length - 1; i++) {
      byte[] changed = line.clone();
      changed[i] ^= 0x10;
      take(changed);
      byte[] cut = new byte[line.length - 1];
      System.arraycopy(line, 0, cut, 0, i);
      System.arraycopy(line, i + 1, cut, i, line.length - 1 - i);
      take(cut);
    }
    assertThat(frames).isEmpty();
    assertThat(noise).isPositive();
  }

  @Test
  void whatNeverEndsIsBoundedAndForgotten() {
    byte[] endless = new byte[64 * 1024];
    Arrays.fill(endless, (byte) 7);
    take(endless);
    take(encode(new byte[] {9}));

    assertThat(noise).isEqualTo(1);
    assertThat(frames).containsExactly(new byte[] {9});
  }
}
