package org.batonha.transport.link;

import java.io.IOException;

/** A serial line's device on this host, while it is open. One reader and one writer at a time. */
interface SerialDevice extends AutoCloseable {
  /**
   * Reads what is there; waits {@link SerialLink#READ_MILLIS} for the first byte.
   *
   * @return how many bytes; 0: none came
   * @throws IOException when the device is gone
   */
  int read(byte[] buffer) throws IOException;

  /**
   * Writes all.
   *
   * @throws IOException when the device is gone
   */
  void write(byte[] bytes) throws IOException;

  @Override
  void close();

  /** Opens devices. */
  interface Opener {
    /**
     * Opens one with 8 data bits, no parity, one stop bit and no flow control.
     *
     * @throws IOException when it is not there, or another program has it
     */
    SerialDevice open(String device, int baud) throws IOException;
  }
}
