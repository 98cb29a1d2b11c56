package org.batonha.sessions;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a list in its session, and changes it in place: {@code ?add=WORD}. {@code /stay} takes it
 * in its hands and waits; then, if asked to, {@code before=WORD} adds to what it has, {@code ask}
 * takes it from the session again ({@code again}: and waits again), {@code then=WORD} adds to that,
 * {@code after=WORD} to what it had before; {@code set} sets it again, {@code end} ends the
 * session. {@code odd} has it take something besides that cannot be compared, {@code rename} gives
 * the session a new id first.
 */
final class ListServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpSession session = request.getSession();
    if (session.isNew()) {
      session.setAttribute("list", new ArrayList<String>());
    }
    List<String> list = list(session);
    List<String> old = list;
    if (request.getParameter("odd") != null) {
      session.setAttribute("odd", new LongRequestTest.Odd());
    }
    if (request.getParameter("rename") != null) {
      request.changeSessionId();
    }
    if ("/stay".equals(request.getPathInfo())) {
      SessionsServer.slow(request).acquireUninterruptibly();
      add(list, request.getParameter("before"));
      if (request.getParameter("ask") != null) {
        try {
          list = list(session);
          if (request.getParameter("again") != null) {
            SessionsServer.slow(request).acquireUninterruptibly();
          }
        } catch (IllegalStateException e) {
          response.getWriter().print("it has ended");
          return;
        }
      }
      add(list, request.getParameter("then"));
      add(old, request.getParameter("after"));
      if (request.getParameter("set") != null) {
        session.setAttribute("list", list);
      }
      if (request.getParameter("end") != null) {
        session.invalidate();
      }
    }
    add(list, request.getParameter("add"));
    response.getWriter().print(list);
  }

  private static void add(List<String> list, String word) {
    if (word != null) {
      list.add(word);
    }
  }

  @SuppressWarnings("unchecked") // this servlet alone writes it
  private static List<String> list(HttpSession session) {
    return (List<String>) session.getAttribute("list");
  }
}
