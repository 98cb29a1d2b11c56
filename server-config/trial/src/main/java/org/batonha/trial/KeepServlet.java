package org.batonha.trial;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * {@code ?add=WORD} puts a word into a list and a thing into the basket, both in place; {@code
 * ?end} ends the session. Answers one line for each thing that is kept, {@code NAME VALUE}.
 */
@WebServlet("/keep")
public class KeepServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int BIG_BYTES = 1 << 20;

  @Inject private transient Basket basket;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpSession session = request.getSession();
    if (session.isNew()) {
      session.setAttribute("words", new ArrayList<String>());
      session.setAttribute("traveller", new Traveller());
      byte[] big = new byte[BIG_BYTES];
      // Another session has other bytes, so that one that began anew is not taken for it.
      new Random(session.getCreationTime()).nextBytes(big);
      session.setAttribute("big", big);
    }
    List<String> words = words(session);
    String word = request.getParameter("add");
    if (word != null) {
      words.add(word);
      basket.put();
    }
    response.setContentType("text/plain;charset=UTF-8");
    response
        .getWriter()
        .print(
            """
            node %s
            words %s
            basket %d
            big %d
            traveller %s
            begun %d
            """
                .formatted(
                    System.getProperty("jboss.node.name"),
                    words,
                    basket.count(),
                    Arrays.hashCode((byte[]) session.getAttribute("big")),
                    session.getAttribute("traveller"),
                    Births.begun()));
    if (request.getParameter("end") != null) {
      session.invalidate();
    }
    response.getWriter().print("ended " + Births.ended() + "\n");
  }

  @SuppressWarnings("unchecked") // this servlet alone writes it
  private static List<String> words(HttpSession session) {
    return (List<String>) session.getAttribute("words");
  }
}
