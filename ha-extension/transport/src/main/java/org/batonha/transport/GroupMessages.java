package org.batonha.transport;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jgroups.Message;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.Discovery;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FailureDetection;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.TP;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Util;

/**
 * Finds the messages that hold the group together (discovery, views, joins, leaves, merges,
 * suspicions) among all that the stack sends: they are known by the headers of the protocols that
 * make them. What an application sends has none of these.
 */
final class GroupMessages {
  /** What is longer than this in bytes is not looked into: a view of 50 members is shorter. */
  static final int MAX_LENGTH = 4096;

  private static final int LIST = 1; // flag of the stack: a bundle
  private static final int MULTICAST = 2; // flag of the stack: to all

  private static final List<Class<?>> PROTOCOLS =
      List.of(
          GMS.class,
          Discovery.class,
          MERGE3.class,
          FailureDetection.class,
          FD_SOCK2.class,
          VERIFY_SUSPECT2.class);

  private GroupMessages() {}

  /**
   * Returns those in what the stack gave, each as the stack would give it alone; mostly none.
   *
   * @param payload a message or a bundle, as it goes into a DATA frame
   */
  static List<byte[]> in(byte[] payload) {
    if (payload.length > MAX_LENGTH) {
      return List.of();
    }
    List<byte[]> found = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
      in.readShort(); // version
      int flags = in.readByte();
      boolean multicast = (flags & MULTICAST) != 0;
      if ((flags & LIST) == 0) {
        return isOne(Util.readMessage(in)) ? List.of(payload) : List.of();
      }
      for (Message message : Util.readMessageList(in, ClassConfigurator.getProtocolId(TP.class))) {
        if (isOne(message)) {
          ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(payload.length);
          Util.writeMessage(message, out, multicast);
          found.add(Arrays.copyOf(out.buffer(), out.position()));
        }
      }
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      return List.of(); // an application's object of a class that is not known here, for example
    }
    return found;
  }

  private static boolean isOne(Message message) {
    return message.getHeaders().keySet().stream()
        .map(ClassConfigurator::getProtocol)
        .anyMatch(
            protocol ->
                protocol != null
                    && PROTOCOLS.stream().anyMatch(group -> group.isAssignableFrom(protocol)));
  }
}
