package org.batonha.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.batonha.core.Message;
import org.batonha.core.ServiceReport;
import org.batonha.core.ServiceState;
import org.batonha.core.Verdict;

/**
 * The bytes of core's messages: a version, a kind, then the record's components in their order.
 * Integers are big-endian, strings are {@link DataOutputStream#writeUTF modified UTF-8}. Anything
 * else is refused, never guessed at.
 */
final class MessageCodec {
  /** Changes when the bytes do. */
  static final int VERSION = 1;

  /** How many services one message may name. */
  static final int MOST_SERVICES = 10_000;

  private static final int RENEW = 1;
  private static final int ACK = 2;
  private static final int GRANT = 3;
  private static final int YIELD = 4;
  private static final int MOVE = 5;

  private MessageCodec() {}

  static byte[] encode(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      write(message, out);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a message back.
   *
   * @throws IOException when these are not the bytes of a message; the message says why
   */
  static Message decode(byte[] bytes, int offset, int length) throws IOException {
    ByteArrayInputStream source = new ByteArrayInputStream(bytes, offset, length);
    DataInputStream in = new DataInputStream(source);
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IOException(
          "version " + version + ", this node speaks " + VERSION + ": run one version of Baton");
    }
    Message message = read(in);
    if (source.available() > 0) {
      throw new IOException(source.available() + " bytes too many");
    }
    return message;
  }

  private static void write(Message message, DataOutputStream out) throws IOException {
    if (message instanceof Message.Renew renew) {
      out.writeByte(RENEW);
      out.writeLong(renew.boot());
      out.writeLong(renew.seq());
      out.writeInt(renew.services().size());
      for (ServiceReport report : renew.services()) {
        writeReport(report, out);
      }
    } else if (message instanceof Message.Ack ack) {
      out.writeByte(ACK);
      out.writeLong(ack.boot());
      out.writeLong(ack.seq());
      out.writeInt(ack.verdicts().size());
      for (Verdict verdict : ack.verdicts()) {
        writeVerdict(verdict, out);
      }
    } else if (message instanceof Message.Grant grant) {
      out.writeByte(GRANT);
      out.writeUTF(grant.service());
      out.writeLong(grant.epoch());
      out.writeUTF(grant.holder());
    } else if (message instanceof Message.Yield yield) {
      out.writeByte(YIELD);
      out.writeUTF(yield.service());
      out.writeLong(yield.epoch());
      out.writeUTF(yield.to());
    } else if (message instanceof Message.MoveRequest move) {
      out.writeByte(MOVE);
      out.writeLong(move.id());
      out.writeUTF(move.service());
      out.writeUTF(move.to());
    }
  }

  private static Message read(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case RENEW ->
          new Message.Renew(in.readLong(), in.readLong(), readList(in, MessageCodec::readReport));
      case ACK ->
          new Message.Ack(in.readLong(), in.readLong(), readList(in, MessageCodec::readVerdict));
      case GRANT -> new Message.Grant(in.readUTF(), in.readLong(), in.readUTF());
      case YIELD -> new Message.Yield(in.readUTF(), in.readLong(), in.readUTF());
      case MOVE -> new Message.MoveRequest(in.readLong(), in.readUTF(), in.readUTF());
      default -> throw new IOException("unknown kind of message " + kind);
    };
  }

  private static void writeReport(ServiceReport report, DataOutputStream out) throws IOException {
    out.writeUTF(report.service());
    out.writeUTF(report.state().name());
    out.writeLong(report.claim());
    out.writeLong(report.released());
    out.writeLong(report.seen());
    out.writeBoolean(report.unavailable());
    out.writeUTF(report.reason());
  }

  private static ServiceReport readReport(DataInputStream in) throws IOException {
    return new ServiceReport(
        in.readUTF(),
        constant(ServiceState.class, in.readUTF()),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readBoolean(),
        in.readUTF());
  }

  private static void writeVerdict(Verdict verdict, DataOutputStream out) throws IOException {
    out.writeUTF(verdict.service());
    out.writeLong(verdict.epoch());
    out.writeUTF(verdict.kind().name());
    out.writeLong(verdict.known());
    out.writeLong(verdict.waitNanos());
  }

  private static Verdict readVerdict(DataInputStream in) throws IOException {
    return new Verdict(
        in.readUTF(),
        in.readLong(),
        constant(Verdict.Kind.class, in.readUTF()),
        in.readLong(),
        in.readLong());
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) throws IOException {
    try {
      return Enum.valueOf(type, name);
    } catch (IllegalArgumentException e) {
      throw new IOException("unknown " + type.getSimpleName() + " '" + name + "'", e);
    }
  }

  private interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  private static <T> List<T> readList(DataInputStream in, Reader<T> reader) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > MOST_SERVICES) {
      throw new IOException("a list of " + size + " entries, at most " + MOST_SERVICES);
    }
    List<T> list = new ArrayList<>(Math.min(size, 64));
    for (int i = 0; i < size; i++) {
      list.add(reader.read(in));
    }
    return list;
  }
}
