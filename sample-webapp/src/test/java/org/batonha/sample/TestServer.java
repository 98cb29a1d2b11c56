package org.batonha.sample;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Where the server of the tests is, and what the build made for it. */
final class TestServer {
  static final int PORT_OFFSET = Integer.getInteger("test.port.offset");
  static final int MANAGEMENT_PORT = 9990 + PORT_OFFSET;

  private TestServer() {}

  static URI sample(String path) {
    return URI.create("http://127.0.0.1:" + (8080 + PORT_OFFSET) + "/sample/" + path);
  }

  static WebArchive sampleWar() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("test.war")));
  }

  static Path home() {
    return Path.of(System.getProperty("test.server"));
  }
}
