package org.batonha.engine;

import java.io.IOException;
import java.util.List;
import org.batonha.core.Cause;
import org.batonha.core.Message;
import org.batonha.core.ServiceReport;
import org.batonha.core.ServiceState;
import org.batonha.core.Verdict;

/**
 * The bytes of core's messages: a version, a kind, then the record's components in their order, as
 * {@link ByteWriter} writes them. Anything else is refused, never guessed at. All numbers are 0 or
 * more. An enum's constant is its place in the list here: a new one goes to the end, so that a
 * number never changes its meaning.
 */
final class MessageCodec {
  /** Changes when the bytes do. */
  static final int VERSION = 3;

  static final List<ServiceState> STATES =
      List.of(
          ServiceState.UP,
          ServiceState.RECOVER,
          ServiceState.FAIL,
          ServiceState.STARTING,
          ServiceState.STOPPING,
          ServiceState.INDOUBT,
          ServiceState.RECLAIM);

  static final List<Cause> CAUSES =
      List.of(
          Cause.START,
          Cause.FAILURE,
          Cause.OPERATOR,
          Cause.FAILBACK,
          Cause.TOGETHER,
          Cause.RECLAIM);

  static final List<Verdict.Kind> KINDS = List.of(Verdict.Kind.NOT_YET, Verdict.Kind.DISOWNED);

  private static final int RENEW = 1;
  private static final int ACK = 2;
  private static final int GRANTS = 3;
  private static final int YIELD = 4;
  private static final int MOVE = 5;
  private static final int OUTDATED = 6;

  private static final int LEAST_REPORT = 12;
  private static final int LEAST_VERDICT = 6;
  private static final int LEAST_GRANT = 5;

  private MessageCodec() {}

  /**
   * Writes a message.
   *
   * @throws IllegalArgumentException when it does not fit: a list or a name is too long, or a
   *     number is negative
   */
  static byte[] encode(Message message) {
    ByteWriter out = new ByteWriter();
    out.one(VERSION);
    write(message, out);
    return out.toBytes();
  }

  /**
   * Reads a message back.
   *
   * @throws IOException when these are not the bytes of a message; the message says why
   */
  static Message decode(byte[] bytes, int offset, int length) throws IOException {
    ByteReader in = new ByteReader(bytes, offset, length);
    int version = in.one();
    if (version != VERSION) {
      throw new IOException(
          "version " + version + ", this node speaks " + VERSION + ": run one version of Baton");
    }
    Message message = read(in);
    if (in.left() > 0) {
      throw new IOException(in.left() + " bytes too many");
    }
    return message;
  }

  private static void write(Message message, ByteWriter out) {
    if (message instanceof Message.Renew renew) {
      out.one(RENEW);
      out.number(renew.boot());
      out.number(renew.seq());
      out.number(renew.version());
      out.number(renew.since());
      out.list(renew.changes(), MessageCodec::writeReport);
    } else if (message instanceof Message.Ack ack) {
      out.one(ACK);
      out.number(ack.boot());
      out.number(ack.seq());
      out.number(ack.have());
      out.one(ack.judged() ? 1 : 0);
      out.list(ack.refused(), MessageCodec::writeVerdict);
    } else if (message instanceof Message.Grants grants) {
      out.one(GRANTS);
      out.list(grants.grants(), MessageCodec::writeGrant);
    } else if (message instanceof Message.Yield yield) {
      out.one(YIELD);
      out.name(yield.service());
      out.number(yield.epoch());
      out.name(yield.to());
      out.text(yield.reason());
    } else if (message instanceof Message.MoveRequest move) {
      out.one(MOVE);
      out.number(move.id());
      out.name(move.service());
      out.name(move.to());
    } else if (message instanceof Message.Outdated outdated) {
      out.one(OUTDATED);
      out.number(outdated.boot());
      out.number(outdated.newer());
    } else {
      throw new IllegalArgumentException("no bytes are defined for " + message);
    }
  }

  private static Message read(ByteReader in) throws IOException {
    int kind = in.one();
    return switch (kind) {
      case RENEW -> readRenew(in);
      case ACK ->
          new Message.Ack(
              in.number(),
              in.number(1, "seq"),
              in.number(),
              flag(in),
              in.list(LEAST_VERDICT, MessageCodec::readVerdict));
      case GRANTS -> readGrants(in);
      case YIELD -> new Message.Yield(in.name(), in.number(1, "epoch"), in.name(), in.text());
      case MOVE -> new Message.MoveRequest(in.number(), in.name(), in.name());
      case OUTDATED -> new Message.Outdated(in.number(), in.number());
      default -> throw new IOException("unknown kind of message " + kind);
    };
  }

  private static Message readRenew(ByteReader in) throws IOException {
    long boot = in.number();
    long seq = in.number(1, "seq");
    long version = in.number();
    long since = in.number();
    if (since > version) {
      throw new IOException("changes since version " + since + " of version " + version);
    }
    return new Message.Renew(
        boot, seq, version, since, in.list(LEAST_REPORT, MessageCodec::readReport));
  }

  private static Message readGrants(ByteReader in) throws IOException {
    List<Message.Grant> grants = in.list(LEAST_GRANT, MessageCodec::readGrant);
    if (grants.isEmpty()) {
      throw new IOException("a nomination of nothing");
    }
    return new Message.Grants(grants);
  }

  private static void writeReport(ServiceReport report, ByteWriter out) {
    out.name(report.service());
    out.one(STATES.indexOf(report.state()));
    out.number(report.claim());
    out.one(CAUSES.indexOf(report.cause()));
    out.number(report.released());
    out.number(report.seen());
    out.number(report.order());
    out.one(report.stopped() ? 1 : 0);
    out.text(report.unavailable());
    out.text(report.behind());
    out.text(report.reason());
  }

  private static ServiceReport readReport(ByteReader in) throws IOException {
    return new ServiceReport(
        in.name(),
        constant(STATES, in),
        in.number(),
        constant(CAUSES, in),
        in.number(),
        in.number(),
        in.number(),
        flag(in),
        in.text(),
        in.text(),
        in.text());
  }

  private static void writeVerdict(Verdict verdict, ByteWriter out) {
    out.name(verdict.service());
    out.number(verdict.epoch());
    out.one(KINDS.indexOf(verdict.kind()));
    out.number(verdict.known());
    out.number(verdict.waitNanos());
  }

  private static Verdict readVerdict(ByteReader in) throws IOException {
    return new Verdict(in.name(), in.number(), constant(KINDS, in), in.number(), in.number());
  }

  private static void writeGrant(Message.Grant grant, ByteWriter out) {
    out.name(grant.service());
    out.number(grant.epoch());
    out.one(CAUSES.indexOf(grant.cause()));
    out.text(grant.reason());
  }

  private static Message.Grant readGrant(ByteReader in) throws IOException {
    return new Message.Grant(in.name(), in.number(1, "epoch"), constant(CAUSES, in), in.text());
  }

  private static boolean flag(ByteReader in) throws IOException {
    int value = in.one();
    if (value > 1) {
      throw new IOException("a flag is " + value + ", neither 0 nor 1");
    }
    return value == 1;
  }

  private static <T> T constant(List<T> constants, ByteReader in) throws IOException {
    int place = in.one();
    if (place >= constants.size()) {
      throw new IOException("constant " + place + " of " + constants);
    }
    return constants.get(place);
  }
}
