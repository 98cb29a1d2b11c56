package org.batonha.wildfly.deployment;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.marshalling.Marshaller;
import org.jboss.marshalling.MarshallerFactory;
import org.jboss.marshalling.Marshalling;
import org.jboss.marshalling.MarshallingConfiguration;
import org.jboss.marshalling.SimpleClassResolver;
import org.jboss.marshalling.Unmarshaller;
import org.jboss.marshalling.river.RiverMarshallerFactory;

/**
 * Writes and reads the attributes of a session that nobody has, as the server does with those of
 * real ones. A node that only stands by keeps the others' sessions as bytes; the first that it has
 * to read costs 0.1 s and more, for classes that are loaded then and accessors that are generated,
 * while all clients of the dead node wait. Nothing of an application is loaded or run.
 */
final class MarshallingRehearsal {
  /** What is loaded after one round is linked, and partly compiled, after some more. */
  private static final int ROUNDS = 50;

  private MarshallingRehearsal() {}

  /**
   * Plays it.
   *
   * @return what was read at last, which only a test wants to know
   */
  static Object play() throws IOException, ClassNotFoundException {
    MarshallerFactory factory = new RiverMarshallerFactory();
    Object read = null;
    for (int round = 0; round < ROUNDS; round++) {
      read = read(factory, write(factory, attributes(round)));
    }
    return read;
  }

  private static Map<String, Object> attributes(int round) {
    Map<String, Object> attributes = new ConcurrentHashMap<>();
    attributes.put("number", round);
    attributes.put("text", "text " + round);
    attributes.put("list", new ArrayList<>(List.of(1L, 2.0)));
    attributes.put("map", new HashMap<>(Map.of("key", true)));
    return attributes;
  }

  private static byte[] write(MarshallerFactory factory, Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Marshaller marshaller = factory.createMarshaller(configuration())) {
      marshaller.start(Marshalling.createByteOutput(bytes));
      marshaller.writeObject(value);
      marshaller.finish();
    }
    return bytes.toByteArray();
  }

  private static Object read(MarshallerFactory factory, byte[] bytes)
      throws IOException, ClassNotFoundException {
    try (Unmarshaller unmarshaller = factory.createUnmarshaller(configuration())) {
      unmarshaller.start(Marshalling.createByteInput(new ByteArrayInputStream(bytes)));
      Object value = unmarshaller.readObject();
      unmarshaller.finish();
      return value;
    }
  }

  private static MarshallingConfiguration configuration() {
    MarshallingConfiguration configuration = new MarshallingConfiguration();
    configuration.setClassResolver(
        new SimpleClassResolver(MarshallingRehearsal.class.getClassLoader()));
    return configuration;
  }
}
