package org.batonha.sessions;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.handlers.ServletRequestContext;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/**
 * As a reverse proxy in an application's {@code undertow-handlers.conf}, after a listener of its
 * has changed the session: no servlet has the request, and an I/O thread answers it.
 */
final class HandingOn implements HttpHandler {
  /** How often it was told that it may write. */
  final AtomicInteger turns = new AtomicInteger();

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    ServletRequestContext context = exchange.getAttachment(ServletRequestContext.ATTACHMENT_KEY);
    AnsweringServlet.count(context.getOriginalRequest().getSession());
    exchange.dispatch(exchange.getIoThread(), () -> answer(exchange));
  }

  private void answer(HttpServerExchange exchange) {
    exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, AnsweringServlet.LARGE);
    ByteBuffer bytes = ByteBuffer.allocate(AnsweringServlet.LARGE);
    StreamSinkChannel response = exchange.getResponseChannel();
    response.getWriteSetter().set(channel -> write(exchange, channel, bytes));
    response.resumeWrites();
  }

  private void write(HttpServerExchange exchange, StreamSinkChannel channel, ByteBuffer bytes) {
    turns.incrementAndGet();
    try {
      while (bytes.hasRemaining()) {
        if (channel.write(bytes) == 0) {
          return;
        }
      }
      channel.shutdownWrites();
      if (channel.flush()) {
        channel.suspendWrites();
        exchange.endExchange();
      }
    } catch (IOException e) {
      IoUtils.safeClose(exchange.getConnection());
    }
  }
}
