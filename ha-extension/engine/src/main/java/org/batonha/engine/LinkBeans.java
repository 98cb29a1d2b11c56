package org.batonha.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.batonha.transport.LinkListener;
import org.batonha.transport.LinkState;
import org.batonha.transport.REDUNDANT;

/** Keeps one MBean for each link while links come and go, and tells their changes. Thread-safe. */
final class LinkBeans implements LinkListener {
  private final Map<String, LinkBean> beans = new ConcurrentHashMap<>();
  private final REDUNDANT transport;
  private final BiConsumer<String, LinkBean> register;
  private final Consumer<String> unregister;

  LinkBeans(
      REDUNDANT transport, BiConsumer<String, LinkBean> register, Consumer<String> unregister) {
    this.transport = transport;
    this.register = register;
    this.unregister = unregister;
  }

  @Override
  public void linkStateChanged(
      String link, String node, LinkState from, LinkState to, String reason) {
    LinkBean bean = beans.get(link);
    if (bean != null) {
      bean.changed(node, from, to, reason);
    }
  }

  @Override
  public void linkAdded(String link) {
    LinkBean bean = new LinkBean(link, transport);
    if (beans.putIfAbsent(link, bean) == null) {
      register.accept(link, bean);
    }
  }

  @Override
  public void linkRemoved(String link) {
    LinkBean bean = beans.remove(link);
    if (bean != null) {
      bean.removed();
      unregister.accept(link);
    }
  }

  @Override
  public void linkPriorityChanged(String link, int from, int to) {
    LinkBean bean = beans.get(link);
    if (bean != null) {
      bean.prioritised(from, to);
    }
  }
}
