package org.batonha.sentinel.lan;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.batonha.sentinel.keeper.Host;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.linux.LinuxHost;
import org.batonha.sentinel.linux.News;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/**
 * Runs on a host: says of an address whether what comes in for it is delivered, {@code before} it
 * is added, {@code open}, within five seconds, {@code shut} and {@code removed}. With the word
 * {@code vmac} the address has a device of its own.
 */
public final class DeliveryOf {
  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(5);

  private DeliveryOf() {}

  /** Says it of the address that is the first argument. */
  public static void main(String[] args) throws Refusal {
    Host host = LinuxHost.open(nobody(News.class), nobody(Log.class));
    VirtualAddress address = VirtualAddress.parse(args[0]);
    host.prepare(List.of(address));
    if (args.length > 1) {
      host.giveVirtualMac(address);
    }
    System.out.println("before " + host.isDelivered(address));
    host.add(address);
    long end = System.nanoTime() + BOUND_NANOS;
    while (!host.isDelivered(address) && end - System.nanoTime() > 0) {
      LockSupport.parkNanos(100_000);
    }
    System.out.println("open " + host.isDelivered(address));
    host.shut(address);
    System.out.println("shut " + host.isDelivered(address));
    host.remove(address);
    System.out.println("removed " + host.isDelivered(address));
  }

  private static <T> T nobody(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null));
  }
}
