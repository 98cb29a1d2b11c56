package org.batonha.sentinel.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of the service, a file of lines {@code socket PATH} (once) and {@code allow
 * NETWORK/PREFIX@DEVICE} (once at least); {@code #} begins a comment.
 *
 * @param file where it was read
 * @param socket where to listen
 */
public record ServiceConfig(Path file, Path socket, List<Allowed> allowed) {
  /** The longest path that the kernel takes for a socket, in bytes. */
  private static final int SOCKET_PATH_LIMIT = 107;

  /** Copies the list. */
  public ServiceConfig {
    allowed = List.copyOf(allowed);
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException when it cannot be read or says something else; the message
   *     names the line and what to write instead
   */
  public static ServiceConfig read(Path file) {
    try {
      return parse(file, Files.readAllLines(file));
    } catch (IOException e) {
      throw new IllegalArgumentException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  static ServiceConfig parse(Path file, List<String> lines) {
    Path socket = null;
    List<Allowed> allowed = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").strip();
      try {
        if (line.startsWith("socket ")) {
          socket = socket(line.substring("socket ".length()).strip(), socket);
        } else if (line.startsWith("allow ")) {
          allowed.add(Allowed.parse(line.substring("allow ".length()).strip()));
        } else if (!line.isEmpty()) {
          throw new IllegalArgumentException(
              "'%s' is neither 'socket PATH' nor 'allow NETWORK/PREFIX@DEVICE'".formatted(line));
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s, line %d: %s".formatted(file, i + 1, e.getMessage()), e);
      }
    }
    if (socket == null || allowed.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no line '%s'"
              .formatted(file, socket == null ? "socket PATH" : "allow NETWORK/PREFIX@DEVICE"));
    }
    return new ServiceConfig(file, socket, allowed);
  }

  private static Path socket(String path, Path before) {
    if (before != null) {
      throw new IllegalArgumentException("there is a socket already: " + before);
    }
    if (!path.startsWith("/") || path.getBytes(StandardCharsets.UTF_8).length > SOCKET_PATH_LIMIT) {
      throw new IllegalArgumentException(
          "'%s' must be an absolute path of at most %d bytes".formatted(path, SOCKET_PATH_LIMIT));
    }
    return Path.of(path);
  }
}
