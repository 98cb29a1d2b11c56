package org.batonha.wildfly;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.batonha.engine.SentinelCommand;
import org.batonha.engine.SentinelSocket;
import org.batonha.engine.SentinelSource;
import org.jboss.modules.Module;
import org.jboss.modules.ModuleLoadException;

/**
 * Where the sentinel is, the process that holds the addresses. By default it is started: by this
 * server's own Java on all jars of the module {@code org.batonha.sentinel}, which is never linked
 * in here.
 */
final class SentinelModule {
  private static final String MODULE = "org.batonha.sentinel";
  static final String SOCKET_PROPERTY = "baton.sentinel";
  private static final String MAIN = "org.batonha.sentinel.Main";

  /** The first Java that warns unless native access is granted. */
  private static final int JAVA_WITH_NATIVE_ACCESS = 22;

  private SentinelModule() {}

  /**
   * Returns where the sentinel is: where the system property {@value #SOCKET_PROPERTY} says that
   * one listens, or else a process of this server's own.
   *
   * @throws IllegalArgumentException when the property is no absolute path
   */
  static SentinelSource source() {
    String socket = System.getProperty(SOCKET_PROPERTY, "").strip();
    return socket.isEmpty() ? command() : new SentinelSocket(Path.of(socket));
  }

  /**
   * Returns the command line.
   *
   * @throws IllegalStateException when the module or its jars cannot be found
   */
  static SentinelCommand command() {
    return new SentinelCommand(
        commandLine(
            Path.of(System.getProperty("java.home")),
            Runtime.version().feature(),
            jars(),
            ProcessHandle.current().pid()));
  }

  static List<String> commandLine(Path javaHome, int javaVersion, Path jars, long parent) {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.addAll(
        List.of(
            "-Xms8m", "-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    if (javaVersion >= JAVA_WITH_NATIVE_ACCESS) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", jars.resolve("*").toString(), MAIN));
    command.addAll(List.of("--parent", Long.toString(parent)));
    return command;
  }

  private static Path jars() {
    String main = MAIN.replace('.', '/') + ".class";
    try {
      URL resource =
          Module.getBootModuleLoader().loadModule(MODULE).getClassLoader().getResource(main);
      if (resource == null) {
        throw notFound("it has no " + main, null);
      }
      return directory(resource);
    } catch (ModuleLoadException | IOException | URISyntaxException e) {
      throw notFound(e.toString(), e);
    }
  }

  /** Returns the directory of the jar that a resource was found in. */
  static Path directory(URL resource) throws IOException, URISyntaxException {
    if (resource.openConnection() instanceof JarURLConnection jar) {
      return Path.of(jar.getJarFileURL().toURI()).getParent();
    }
    throw new IOException(resource + " is not in a jar");
  }

  private static IllegalStateException notFound(String reason, Exception cause) {
    return new IllegalStateException(
        "the sentinel, which holds the addresses, was not found in module "
            + MODULE
            + " ("
            + reason
            + "): unzip Baton's server zip over this server again",
        cause);
  }
}
