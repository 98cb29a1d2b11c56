package org.batonha.trial;

import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells those who have logged in who they are: {@code USER NODE}. */
@WebServlet("/secret")
@ServletSecurity(@HttpConstraint(rolesAllowed = "guest"))
public class SecretServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response
        .getWriter()
        .print(request.getRemoteUser() + " " + System.getProperty("jboss.node.name"));
  }
}
