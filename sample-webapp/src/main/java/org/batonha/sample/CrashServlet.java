package org.batonha.sample;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Ends the server at once, as {@code kill -9} would: nothing is written, nobody is told. By {@code
 * POST}, and only where the system property {@value #ENABLED} is {@code true}; elsewhere there is
 * no such page.
 */
@WebServlet("/crash")
public class CrashServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** The system property that allows it. */
  static final String ENABLED = "baton.sample.crash";

  /** What a shell tells of a process that SIGKILL ended. */
  private static final int KILLED = 137;

  static boolean isEnabled() {
    return Boolean.getBoolean(ENABLED);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!isEnabled()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    Runtime.getRuntime().halt(KILLED);
  }
}
