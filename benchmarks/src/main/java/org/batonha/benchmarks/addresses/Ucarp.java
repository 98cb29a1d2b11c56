package org.batonha.benchmarks.addresses;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.batonha.lab.Lab;

/** CARP as Debian's ucarp does it, with its defaults. */
record Ucarp() implements Contender {
  private static final String PROGRAM = "ucarp";

  @Override
  public String word() {
    return PROGRAM;
  }

  @Override
  public Optional<String> missing() {
    return Tools.missing(PROGRAM, PROGRAM);
  }

  @Override
  public boolean isServer() {
    return false;
  }

  @Override
  public Daemon on(String host, Stage stage) {
    return new OnHost(host, stage);
  }

  private static final class OnHost extends Daemon {
    OnHost(String host, Stage stage) {
      super(stage, host, PROGRAM);
    }

    @Override
    List<String> command() throws IOException {
      return List.of(
          PROGRAM,
          "--interface=eth0",
          "--srcip=" + Lab.lanAddress(host()),
          "--vhid=1",
          "--pass=benchmark",
          "--addr=" + Lab.VIP,
          "--advskew=" + (host().equals("n1") ? 0 : 50),
          "--upscript=" + script("up", "add"),
          "--downscript=" + script("down", "del"),
          "--shutdown",
          "--neutral");
    }

    private Path script(String name, String verb) throws IOException {
      Path script = directory().resolve(name);
      Files.writeString(
          script, "#!/bin/sh\nip address %s %s/24 dev \"$1\"\n".formatted(verb, Lab.VIP));
      if (!script.toFile().setExecutable(true)) {
        throw new IOException(script + " cannot be made executable");
      }
      return script;
    }

    /** It says nothing while it is no master: it knows after three intervals. */
    @Override
    boolean isSettled() {
      return isOlderThan(Duration.ofSeconds(5));
    }

    /** SIGUSR2: a master becomes a backup. */
    @Override
    Instant move() throws IOException {
      return stage().hand().signal("USR2", List.of(process().pid()));
    }
  }
}
