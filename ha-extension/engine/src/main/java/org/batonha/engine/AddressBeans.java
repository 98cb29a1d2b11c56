package org.batonha.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.batonha.jmx.AddressMXBean;

/** The MBeans of all addresses that are configured here. Thread-safe. */
final class AddressBeans implements AddressWatch.Claims {
  private final Map<String, List<AddressBean>> byService = new ConcurrentHashMap<>();
  private final MBeans mbeans;
  private final Executor executor;

  /**
   * @param executor runs who listens to notifications
   */
  AddressBeans(MBeans mbeans, Executor executor) {
    this.mbeans = mbeans;
    this.executor = executor;
  }

  /** Registers those of a service. */
  void add(
      String service,
      List<AddressConfig> addresses,
      Function<String, CompletableFuture<List<AddressStatus>>> sentinel) {
    List<AddressBean> its =
        addresses.stream()
            .map(address -> new AddressBean(service, address, sentinel, executor))
            .toList();
    byService.put(service, its);
    its.forEach(bean -> mbeans.registerAddress(service, bean));
  }

  void remove(String service) {
    byService.remove(service).forEach(bean -> mbeans.unregisterAddress(service, bean));
  }

  /**
   * Returns the one of an address.
   *
   * @param cidr the address as an administrator writes it, {@code IP/PREFIX}
   */
  Optional<AddressMXBean> find(String service, String cidr) {
    return byService.getOrDefault(service, List.of()).stream()
        .filter(bean -> bean.address().equals(AddressConfig.of(cidr, bean.address().device())))
        .map(AddressMXBean.class::cast)
        .findFirst();
  }

  @Override
  public void claimed(String service, String ip, String mac, Instant at) {
    try {
      InetAddress claimed = InetAddress.getByName(ip); // a literal: nobody is asked for it
      byService.getOrDefault(service, List.of()).stream()
          .filter(bean -> bean.address().address().equals(claimed))
          .forEach(bean -> bean.claimed(mac, at));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("the sentinel's address is none: " + ip, e);
    }
  }
}
