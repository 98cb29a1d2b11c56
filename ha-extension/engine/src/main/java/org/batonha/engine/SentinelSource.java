package org.batonha.engine;

/** Where this node's sentinel is: a process that the engine starts, or a service of the host. */
public sealed interface SentinelSource permits SentinelCommand, SentinelSocket, SentinelStage {}
