package org.batonha.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.as.controller.client.ModelControllerClient;
import org.jboss.dmr.ModelNode;

/** {@code /subsystem=baton} of the running server. */
final class Model {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration RELOAD = Duration.ofSeconds(120);
  private static final long POLL_NANOS = 50_000_000;

  private final ModelControllerClient client;

  Model(ManagementClient management) {
    client = management.getControllerClient();
  }

  void removeService(String name) throws IOException {
    succeed(operation("remove", name));
  }

  void addService(String name, String... preference) throws IOException {
    ModelNode add = operation("add", name);
    for (String node : preference) {
      add.get("preference").add(node);
    }
    succeed(add);
  }

  /** Runs an operation without parameters on a service, and returns its result. */
  ModelNode run(String operation, String service) throws IOException {
    return succeed(operation(operation, service));
  }

  /** Runs an operation with one parameter on the subsystem, and returns its result. */
  ModelNode run(String operation, String parameter, ModelNode value) throws IOException {
    ModelNode run = new ModelNode();
    run.get("operation").set(operation);
    run.get("address").add("subsystem", "baton");
    run.get(parameter).set(value);
    return succeed(run);
  }

  /** Moves a service and returns why that failed. */
  String failToMove(String name, String to) throws IOException {
    ModelNode move = operation("move", name);
    move.get("to").set(to);
    ModelNode result = client.execute(move);
    if (succeeded(result)) {
      throw new AssertionError(name + " was moved to " + to);
    }
    return result.get("failure-description").asString();
  }

  /** Asks for the state until it is as wanted; the next question follows each answer at once. */
  void awaitState(String name, String wanted) throws IOException {
    ModelNode read = operation("read-attribute", name);
    read.get("name").set("state");
    long end = System.nanoTime() + PATIENCE.toNanos();
    ModelNode result = client.execute(read);
    while (!wanted.equals(result.get("result").asString())) {
      if (System.nanoTime() > end) {
        throw new AssertionError(name + " not " + wanted + " within " + PATIENCE + ": " + result);
      }
      result = client.execute(read);
    }
  }

  /** Returns the names of the links of the model. */
  List<String> linkNames() throws IOException {
    ModelNode read = new ModelNode();
    read.get("operation").set("read-children-names");
    read.get("address").add("subsystem", "baton");
    read.get("child-type").set("link");
    return succeed(read).asList().stream().map(ModelNode::asString).toList();
  }

  /** Returns a link with what is measured. */
  ModelNode readLink(String name) throws IOException {
    ModelNode read = link("read-resource", name);
    read.get("include-runtime").set(true);
    return succeed(read);
  }

  /** Runs operations as one. */
  void batch(List<ModelNode> operations) throws IOException {
    ModelNode batch = new ModelNode();
    batch.get("operation").set("composite");
    batch.get("address").setEmptyList();
    batch.get("steps").setEmptyList();
    operations.forEach(batch.get("steps")::add);
    succeed(batch);
  }

  /** Runs an operation and returns why it failed. */
  String fail(ModelNode operation) throws IOException {
    ModelNode result = client.execute(operation);
    if (succeeded(result)) {
      throw new AssertionError("this succeeded: " + operation);
    }
    return result.get("failure-description").asString();
  }

  /** Reloads the server, and waits until it runs again. */
  void reload() throws IOException {
    ModelNode reload = new ModelNode();
    reload.get("operation").set("reload");
    reload.get("address").setEmptyList();
    succeed(reload);
    ModelNode read = new ModelNode();
    read.get("operation").set("read-attribute");
    read.get("address").setEmptyList();
    read.get("name").set("server-state");
    long end = System.nanoTime() + RELOAD.toNanos();
    String state = "";
    while (!state.equals("running")) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not running within " + RELOAD + " after a reload, but " + state);
      }
      try {
        state = client.execute(read).get("result").asString();
      } catch (IOException e) {
        state = e.toString(); // it is not there for a while
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Sets an attribute of the subsystem. */
  void set(String attribute, ModelNode value) throws IOException {
    ModelNode write = new ModelNode();
    write.get("operation").set("write-attribute");
    write.get("address").add("subsystem", "baton");
    write.get("name").set(attribute);
    write.get("value").set(value);
    succeed(write);
  }

  /** Waits until a frame was dropped on a link for a cause. */
  void awaitDrop(String link, String cause) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!readLink(link).get("drops").has(cause)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(cause + " not within " + PATIENCE + ": " + readLink(link));
      }
    }
  }

  static ModelNode at(String operation, String subsystem, String kind, String name) {
    ModelNode at = new ModelNode();
    at.get("operation").set(operation);
    at.get("address").add("subsystem", subsystem).add(kind, name);
    return at;
  }

  static ModelNode link(String operation, String name) {
    ModelNode link = new ModelNode();
    link.get("operation").set(operation);
    link.get("address").add("subsystem", "baton").add("link", name);
    return link;
  }

  ModelNode succeed(ModelNode operation) throws IOException {
    ModelNode result = client.execute(operation);
    if (!succeeded(result)) {
      throw new AssertionError(operation + " failed: " + result);
    }
    return result.get("result");
  }

  private static boolean succeeded(ModelNode result) {
    return "success".equals(result.get("outcome").asString());
  }

  private static ModelNode operation(String name, String service) {
    ModelNode operation = new ModelNode();
    operation.get("operation").set(name);
    operation.get("address").add("subsystem", "baton").add("service", service);
    return operation;
  }
}
