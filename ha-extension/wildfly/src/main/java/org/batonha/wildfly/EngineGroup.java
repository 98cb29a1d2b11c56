package org.batonha.wildfly;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.batonha.core.Preset;
import org.batonha.engine.Engine;
import org.batonha.sessions.Group;

/**
 * The group as the engine knows it. A server whose engine does not run has nobody to agree with,
 * and answers as ever. Thread-safe.
 *
 * @param refuses whether this server refuses what may be old, so that it had better take no service
 */
record EngineGroup(EngineReference engine, BooleanSupplier refuses) implements Group {
  private static final Object NOBODY = "no engine";

  @Override
  public boolean isQuorate() {
    return engine
        .get()
        .map(Engine::cluster)
        .map(cluster -> cluster.getPeers().isEmpty() || cluster.isQuorate())
        .orElse(true);
  }

  @Override
  public boolean hearsAll() {
    return engine.get().map(Engine::hearsAll).orElse(true);
  }

  @Override
  public boolean isMerged() {
    return engine.get().map(running -> running.agreement().isMerged()).orElse(false);
  }

  @Override
  public Duration lease() {
    return engine.get().map(Engine::lease).orElse(Preset.LAN.lease());
  }

  @Override
  public Object view() {
    return engine.get().map(running -> running.agreement().id()).orElse(NOBODY);
  }

  @Override
  public boolean hasMetWhoWentOn(Object before) {
    return engine.get().map(running -> running.agreement().hasMetWhoWentOn(before)).orElse(false);
  }

  @Override
  public void ask() {
    engine.get().ifPresent(running -> running.agreement().ask());
  }

  @Override
  public boolean isSharedSince(long nanos) {
    return engine.get().map(running -> running.agreement().isSharedSince(nanos)).orElse(true);
  }

  @Override
  public boolean isContradictedSince(long nanos) {
    return engine
        .get()
        .map(running -> running.agreement().isContradictedSince(nanos))
        .orElse(false);
  }

  @Override
  public void behind(String reason) {
    if (reason.isEmpty() || refuses.getAsBoolean()) {
      engine.get().ifPresent(running -> running.setBehind(reason));
    }
  }
}
