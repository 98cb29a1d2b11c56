package org.batonha.trial;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Begins an answer, with the words and the basket of the session in its hands, and ends it after
 * {@code ?millis=}; or not at all, as one that has events to tell.
 */
@WebServlet("/stay")
public class StayServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final long LONG_MILLIS = 120_000;

  @Inject private transient Basket basket;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/event-stream;charset=UTF-8");
    Object words = request.getSession().getAttribute("words");
    response.getWriter().print("data: %s %d%n%n".formatted(words, basket.count()));
    response.flushBuffer();
    String millis = request.getParameter("millis");
    try {
      new CountDownLatch(1)
          .await(millis == null ? LONG_MILLIS : Long.parseLong(millis), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    response.getWriter().print("data: end of the events\n\n");
  }
}
