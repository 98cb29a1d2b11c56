package org.batonha.sample;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/**
 * Counts the requests of a session: {@code COUNT NODE}, as plain text. The first request begins the
 * session.
 */
@WebServlet("/count")
public class CountServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** The session attribute that holds the count, an {@link Integer}. */
  static final String COUNT = "count";

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpSession session = request.getSession();
    // A distributable session is used by one request at a time, so nothing comes in between.
    int count = countOf(session) + 1;
    session.setAttribute(COUNT, count);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().print(count + " " + ThisNode.name() + "\n");
  }

  static int countOf(HttpSession session) {
    return session.getAttribute(COUNT) instanceof Integer count ? count : 0;
  }
}
