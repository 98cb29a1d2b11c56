package org.batonha.sample;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Collections;

/**
 * Several counters in one session, for clients that share it. With the parameter {@code count} it
 * counts that one, else it only reads. Answers the node on the first line, and {@code NAME COUNT}
 * on one line for each counter.
 */
@WebServlet("/counters")
public class CountersServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Begins the name of each counter's session attribute, an {@link Integer}. */
  private static final String PREFIX = "counter.";

  /** A session is no store for whatever a client sends. */
  private static final String NAME = "\\w{1,16}";

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String name = request.getParameter("count");
    if (name != null && !name.matches(NAME)) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    HttpSession session = request.getSession();
    if (name != null) {
      session.setAttribute(PREFIX + name, countOf(session, PREFIX + name) + 1);
    }
    StringBuilder text = new StringBuilder(ThisNode.name()).append('\n');
    for (String attribute : Collections.list(session.getAttributeNames())) {
      if (attribute.startsWith(PREFIX)) {
        text.append(attribute.substring(PREFIX.length()));
        text.append(' ').append(countOf(session, attribute)).append('\n');
      }
    }
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().print(text);
  }

  private static int countOf(HttpSession session, String attribute) {
    return session.getAttribute(attribute) instanceof Integer count ? count : 0;
  }
}
