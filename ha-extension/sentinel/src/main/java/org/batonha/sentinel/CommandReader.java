package org.batonha.sentinel;

import java.io.IOException;
import java.io.InputStream;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.protocol.Command;
import org.batonha.sentinel.protocol.CommandParser;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.LineSplitter;
import org.batonha.sentinel.protocol.Refusal;

/** Reads one commander's lines and hands on what is a command; answers what is none. */
final class CommandReader implements LineSplitter.Listener {
  private static final int BUFFER = 8192;

  private final LineSplitter splitter = new LineSplitter(this);
  private final Sentinel sentinel;
  private final Commander commander;
  private final Log log;

  CommandReader(Sentinel sentinel, Commander commander, Log log) {
    this.sentinel = sentinel;
    this.commander = commander;
    this.log = log;
  }

  /** Reads until the stream ends, which is then the end of this commander. */
  void readAll(InputStream in) {
    String end = "the server has closed its end";
    try {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        splitter.take(buffer, count);
      }
      splitter.finish();
    } catch (IOException e) {
      end = "commands can not be read: " + e.getMessage();
    }
    try {
      sentinel.endInTurn(commander, end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void line(String line) {
    try {
      Command command = CommandParser.parse(line);
      sentinel.command(command, commander);
    } catch (Refusal e) {
      refuse(CommandParser.tagOf(line), e.code(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void bad(String text) {
    refuse("-", ErrorCode.USAGE, text);
  }

  private void refuse(String tag, ErrorCode code, String text) {
    log.warn("refused a line: " + text);
    commander.replies().send("error %s %s %s".formatted(tag, code.word(), text));
  }
}
