package org.batonha.transport.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The payload of a HELLO: heard on any one link, it teaches the node's address on all of them.
 *
 * @param answerWanted the sender does not know the receiver yet and asks for its HELLO
 * @param target the boot id of whom it is for; 0: anybody. It proves that the sender lives now: our
 *     boot id is random, so nobody can have recorded it before this start
 * @param memberMost upper half of the JGroups address (a UUID)
 * @param memberLeast lower half of it
 * @param node the logical name, at most {@link #MAX_NAME} bytes in UTF-8
 * @param canonical the JGroups physical address, by which the stack knows the node
 * @param linksVersion counts the changes of the sender's links since it started, from 0: what comes
 *     late and is older changes nothing
 * @param links where the node can be reached, at most {@link #MAX_LINKS}
 */
public record Hello(
    boolean answerWanted,
    long target,
    long memberMost,
    long memberLeast,
    String node,
    InetSocketAddress canonical,
    int linksVersion,
    List<LinkAddress> links) {
  public static final int MAX_NAME = 255;
  public static final int MAX_LINKS = 16;

  public Hello {
    links = List.copyOf(links);
  }

  /** Returns the same for one receiver. */
  public Hello to(long receiver, boolean answer) {
    return new Hello(
        answer, receiver, memberMost, memberLeast, node, canonical, linksVersion, links);
  }

  public byte[] encode() {
    byte[] name = node.getBytes(StandardCharsets.UTF_8);
    if (name.length > MAX_NAME || links.size() > MAX_LINKS) {
      throw new IllegalArgumentException(
          "node name '%s' has %d bytes (at most %d), %d links (at most %d): shorten it"
              .formatted(node, name.length, MAX_NAME, links.size(), MAX_LINKS));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(answerWanted ? 1 : 0);
      out.writeLong(target);
      out.writeLong(memberMost);
      out.writeLong(memberLeast);
      out.writeByte(name.length);
      out.write(name);
      writeAddress(out, canonical);
      out.writeInt(linksVersion);
      out.writeByte(links.size());
      for (LinkAddress link : links) {
        out.writeInt(link.link());
        out.writeByte(link.protocol().code());
        if (link.protocol() != LinkProtocol.SERIAL) {
          writeAddress(out, link.address());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  public static Hello decode(ByteBuffer in) throws BadFrameException {
    try {
      int flags = in.get();
      if ((flags & ~1) != 0) {
        throw malformed("flags " + flags);
      }
      long target = in.getLong();
      long most = in.getLong();
      long least = in.getLong();
      String node = readName(in);
      InetSocketAddress canonical = readAddress(in);
      int linksVersion = in.getInt();
      if (linksVersion < 0) {
        throw malformed("version " + linksVersion + " of its links");
      }
      List<LinkAddress> links = readLinks(in);
      if (in.hasRemaining()) {
        throw malformed(in.remaining() + " bytes too many");
      }
      return new Hello(flags == 1, target, most, least, node, canonical, linksVersion, links);
    } catch (BufferUnderflowException e) {
      throw malformed("cut off");
    }
  }

  private static List<LinkAddress> readLinks(ByteBuffer in) throws BadFrameException {
    int count = in.get() & 0xFF;
    if (count == 0 || count > MAX_LINKS) {
      throw malformed(count + " links");
    }
    List<LinkAddress> links = new ArrayList<>(count);
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < count; i++) {
      int id = in.getInt();
      LinkProtocol protocol = LinkProtocol.of(in.get());
      if (protocol == null) {
        throw malformed("an unknown link protocol");
      }
      if (!ids.add(id)) {
        throw malformed("the same link twice");
      }
      boolean line = protocol == LinkProtocol.SERIAL;
      links.add(new LinkAddress(id, protocol, line ? LinkAddress.OTHER_END : readAddress(in)));
    }
    return links;
  }

  private static String readName(ByteBuffer in) throws BadFrameException {
    byte[] name = new byte[in.get() & 0xFF];
    in.get(name);
    if (name.length == 0) {
      throw malformed("no node name");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("a node name that is not UTF-8");
    }
  }

  private static void writeAddress(DataOutputStream out, InetSocketAddress address)
      throws IOException {
    byte[] bytes = address.getAddress().getAddress();
    out.writeByte(bytes.length);
    out.write(bytes);
    out.writeShort(address.getPort());
  }

  private static InetSocketAddress readAddress(ByteBuffer in) throws BadFrameException {
    int length = in.get() & 0xFF;
    if (length != 4 && length != 16) {
      throw malformed("an address of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    int port = in.getShort() & 0xFFFF;
    try {
      InetAddress address = InetAddress.getByAddress(bytes);
      if (port == 0 || address.isAnyLocalAddress() || address.isMulticastAddress()) {
        throw malformed("address " + address.getHostAddress() + ":" + port);
      }
      return new InetSocketAddress(address, port);
    } catch (UnknownHostException e) {
      throw malformed("an address of " + length + " bytes");
    }
  }

  private static BadFrameException malformed(String what) {
    return new BadFrameException(DropCause.MALFORMED, "a HELLO with " + what);
  }
}
