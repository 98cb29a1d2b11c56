package org.batonha.sentinel.service;

import java.util.List;
import org.batonha.sentinel.keeper.Host;
import org.batonha.sentinel.keeper.PassingHost;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/** A host on which only the addresses that its administrator allows can be held. */
public final class AllowedHost extends PassingHost {
  private final ServiceConfig config;

  /** Puts the configuration before a host. */
  public AllowedHost(Host host, ServiceConfig config) {
    super(host);
    this.config = config;
  }

  private void requireAllowed(VirtualAddress address) throws Refusal {
    if (config.allowed().stream().noneMatch(allowed -> allowed.covers(address))) {
      throw new Refusal(
          ErrorCode.PRIVILEGE,
          "%s is not allowed on this host: add a line 'allow' to %s, which has %s, and restart the sentinel"
              .formatted(address, config.file(), config.allowed()));
    }
  }

  @Override
  public void prepare(List<VirtualAddress> addresses) throws Refusal {
    for (VirtualAddress address : addresses) {
      requireAllowed(address);
    }
    super.prepare(addresses);
  }

  @Override
  public void add(VirtualAddress address) throws Refusal {
    requireAllowed(address);
    super.add(address);
  }

  @Override
  public void giveVirtualMac(VirtualAddress address) throws Refusal {
    requireAllowed(address);
    super.giveVirtualMac(address);
  }
}
