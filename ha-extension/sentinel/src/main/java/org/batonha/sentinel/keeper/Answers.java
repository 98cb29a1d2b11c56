package org.batonha.sentinel.keeper;

import org.batonha.sentinel.protocol.Command;
import org.batonha.sentinel.protocol.Refusal;

/** The lines that go back. */
final class Answers {
  private final Log log;

  Answers(Log log) {
    this.log = log;
  }

  void ok(Command command, Replies replies) {
    replies.send("ok " + command.tag());
  }

  void refuse(Command command, Replies replies, Refusal refusal) {
    log.info("%s refused: %s".formatted(command.brief(), refusal.getMessage()));
    replies.send(
        "error %s %s %s".formatted(command.tag(), refusal.code().word(), refusal.getMessage()));
  }

  /** Tells a commander of a device, whether it holds anything there or not. */
  void carrier(Replies commander, String device, boolean carrier) {
    commander.send("event carrier %s %s".formatted(device, carrier ? "up" : "down"));
  }

  void event(Holding holding, String name, String text) {
    holding
        .owner()
        .send("event %s %s %d %s".formatted(name, holding.service(), holding.epoch(), text));
  }
}
