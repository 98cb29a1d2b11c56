package org.batonha.sample;

import jakarta.annotation.Resource;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriter;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;

/** All that the page shows, as JSON. Neither begins a session nor counts. */
@WebServlet("/status")
public class StatusServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Stays {@code null} on a server without Baton: nothing there makes this a CDI deployment. */
  @Inject private transient Instance<Ticker> ticker;

  @Resource(lookup = "java:module/ModuleName")
  private transient String module;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("application/json");
    try (JsonWriter writer = Json.createWriter(response.getOutputStream())) {
      writer.writeObject(status(request.getSession(false)).build());
    }
  }

  private JsonObjectBuilder status(HttpSession session) {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    JsonObjectBuilder status =
        Json.createObjectBuilder()
            .add("node", ThisNode.name())
            .add("sinceMillis", ThisNode.sinceMillis())
            .add("nowMillis", System.currentTimeMillis())
            .add("crash", CrashServlet.isEnabled())
            .add("ticker", ticker == null ? noTicker() : TickerReport.of(ticker));
    addOrNull(status, "session", session == null ? null : session(session, beans));
    addOrNull(
        status,
        "cluster",
        ManagedBeans.read(beans, "org.batonha:type=Cluster")
            .map(Json::createObjectBuilder)
            .orElse(null));
    addOrNull(
        status,
        "service",
        ManagedBeans.read(beans, "org.batonha:type=Service,name=" + Ticker.SERVICE)
            .map(Json::createObjectBuilder)
            .orElse(null));
    addOrNull(
        status,
        "sessions",
        ManagedBeans.read(beans, "org.batonha:type=Sessions")
            .map(Json::createObjectBuilder)
            .orElse(null));
    return status;
  }

  private static JsonObjectBuilder noTicker() {
    return Json.createObjectBuilder()
        .add("service", "web")
        .add("here", false)
        .addNull("holder")
        .add("message", "Baton does not run in this server, so there is no ticker");
  }

  private JsonObjectBuilder session(HttpSession session, MBeanServer beans) {
    SessionCopies copies = SessionCopies.of(beans, module + ".war");
    return Json.createObjectBuilder()
        .add("count", CountServlet.countOf(session))
        .add("sinceMillis", session.getCreationTime())
        .add(
            "copies",
            Json.createObjectBuilder()
                .add("state", copies.state().name())
                .add("number", copies.copies())
                .add("members", Json.createArrayBuilder(copies.members())));
  }

  private static void addOrNull(JsonObjectBuilder json, String name, JsonObjectBuilder value) {
    if (value == null) {
      json.addNull(name);
    } else {
      json.add(name, value);
    }
  }
}
