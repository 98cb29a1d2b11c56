package org.batonha.sessions;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.server.protocol.http2.Http2ServerConnection;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.xnio.IoUtils;
import org.xnio.Options;
import org.xnio.conduits.StreamSinkConduit;

/** Ends a request whose response was made, and must not be believed. */
final class Refusal {
  /** Undertow's exchange has its status fixed by now, so the answer is made here. */
  private static final byte[] HTTP1 =
      "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private static final HttpString STATUS = new HttpString(":status");

  /** How a request was ended. */
  enum Sent {
    /** By an answer, and the end of its connection. */
    ANSWER,
    /** By an answer in a stream of a connection that goes on; it may still be on its way. */
    ANSWER_IN_STREAM,
    /** By resetting the connection, or the stream. */
    RESET
  }

  private Refusal() {}

  /**
   * Ends the request.
   *
   * @param next the response below what was withheld
   * @param canAnswer whether nothing of the response has left
   */
  static Sent send(HttpServerExchange exchange, StreamSinkConduit next, boolean canAnswer) {
    try {
      if (canAnswer && exchange.getConnection() instanceof HttpServerConnection connection) {
        boolean sent = write(connection.getOriginalSinkConduit());
        IoUtils.safeClose(connection);
        return sent ? Sent.ANSWER : Sent.RESET;
      }
      if (canAnswer && exchange.getConnection() instanceof Http2ServerConnection) {
        HeaderMap headers = exchange.getResponseHeaders();
        headers.clear();
        headers.put(STATUS, StatusCodes.SERVICE_UNAVAILABLE);
        headers.put(Headers.CONTENT_LENGTH, 0);
        next.terminateWrites();
        next.flush();
        return Sent.ANSWER_IN_STREAM;
      }
      if (exchange.getConnection() instanceof Http2ServerConnection) {
        next.truncateWrites();
        return Sent.RESET;
      }
      // An end like any other would pass for the end of an answer without a length.
      exchange.getConnection().setOption(Options.CLOSE_ABORT, true);
    } catch (IOException e) {
      // The client has gone: there is nobody to tell.
    }
    IoUtils.safeClose(exchange.getConnection());
    return Sent.RESET;
  }

  private static boolean write(StreamSinkConduit connection) throws IOException {
    ByteBuffer answer = ByteBuffer.wrap(HTTP1);
    while (answer.hasRemaining()) {
      if (connection.write(answer) == 0) {
        return false; // as little as this not being taken: nobody reads
      }
    }
    return connection.flush();
  }
}
