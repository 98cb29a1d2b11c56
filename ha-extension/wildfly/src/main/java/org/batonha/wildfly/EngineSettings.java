package org.batonha.wildfly;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.batonha.core.Preset;
import org.batonha.core.QuorumPolicy;
import org.batonha.engine.EngineConfig;
import org.jboss.as.controller.OperationContext;
import org.jboss.as.controller.OperationFailedException;
import org.jboss.dmr.ModelNode;

/**
 * The subsystem's attributes, resolved and checked: all of the engine's configuration but the
 * node's own name, which the server knows only once it runs.
 */
record EngineSettings(
    List<String> nodes,
    List<String> arbiters,
    Preset preset,
    QuorumPolicy quorum,
    List<InetAddress> witnesses,
    int witnessMinimum) {

  static EngineSettings resolve(OperationContext context, ModelNode model)
      throws OperationFailedException {
    ModelNode resolved = new ModelNode();
    for (var attribute : BatonRegistrar.ATTRIBUTES) {
      resolved.get(attribute.getName()).set(attribute.resolveModelAttribute(context, model));
    }
    ModelRules.checkCluster(resolved);
    return new EngineSettings(
        ModelRules.strings(resolved, BatonRegistrar.NODES),
        ModelRules.strings(resolved, BatonRegistrar.ARBITERS),
        Preset.valueOf(constant(resolved.get(BatonRegistrar.PRESET.getName()))),
        QuorumPolicy.valueOf(constant(resolved.get(BatonRegistrar.QUORUM.getName()))),
        ModelRules.strings(resolved, BatonRegistrar.WITNESS).stream()
            .map(ModelRules::ipLiteral)
            .toList(),
        resolved.get(BatonRegistrar.WITNESS_MIN.getName()).asInt());
  }

  private static String constant(ModelNode value) {
    return value.asString().toUpperCase(Locale.ROOT);
  }

  /** Returns the engine's configuration on {@code node}; its constructor checks it once more. */
  EngineConfig on(String node) {
    return new EngineConfig(node, nodes, arbiters, preset, quorum, witnesses, witnessMinimum);
  }
}
