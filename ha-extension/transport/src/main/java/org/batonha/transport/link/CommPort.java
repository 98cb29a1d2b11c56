package org.batonha.transport.link;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;

/** A serial device by jSerialComm. Only this class needs it, so that it may be missing. */
final class CommPort implements SerialDevice {
  private final SerialPort port;

  private CommPort(SerialPort port) {
    this.port = port;
  }

  /** Makes sure that the library is there. */
  static void load() {
    SerialPort.getVersion();
  }

  static SerialDevice open(String device, int baud) throws IOException {
    SerialPort port;
    try {
      port = SerialPort.getCommPort(device);
    } catch (SerialPortInvalidPortException e) {
      throw new IOException("there is no such device", e);
    }
    port.setComPortParameters(baud, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
    port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
    port.setComPortTimeouts(
        SerialPort.TIMEOUT_READ_SEMI_BLOCKING, SerialLink.READ_MILLIS, SerialLink.READ_MILLIS);
    // The error code says nothing here: it is not 0 after a good opening either.
    if (!port.openPort()) {
      throw new IOException("it cannot be opened: look at its owner, and who else has it open");
    }
    return new CommPort(port);
  }

  @Override
  public int read(byte[] buffer) throws IOException {
    int count = port.readBytes(buffer, buffer.length);
    if (count < 0) { // while isOpen() still says true
      throw new IOException("it is gone");
    }
    return count;
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    int done = 0;
    while (done < bytes.length) {
      int count = port.writeBytes(bytes, bytes.length - done, done);
      if (count <= 0) {
        throw new IOException("it takes no bytes");
      }
      done += count;
    }
  }

  @Override
  public void close() {
    port.closePort();
  }
}
