package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.batonha.transport.LinkState;
import org.batonha.transport.REDUNDANT;
import org.junit.jupiter.api.Test;

class LinkBeansTest {
  private final Map<String, LinkBean> registered = new TreeMap<>();
  private final List<String> told = new ArrayList<>();
  private final LinkBeans beans =
      new LinkBeans(new REDUNDANT(), this::register, registered::remove);

  private void register(String name, LinkBean bean) {
    registered.put(name, bean);
    bean.addNotificationListener(
        (notification, nothing) ->
            told.add(notification.getType() + " " + notification.getMessage()),
        null,
        null);
  }

  @Test
  void aLinkHasAnMBeanForAsLongAsItIsThere() {
    beans.linkAdded("lan");
    LinkBean first = registered.get("lan");
    beans.linkAdded("lan");
    beans.linkAdded("hb");
    assertThat(registered).containsOnlyKeys("lan", "hb").containsEntry("lan", first);

    beans.linkRemoved("lan");
    beans.linkRemoved("lan");
    assertThat(registered).containsOnlyKeys("hb");
  }

  @Test
  void everyChangeIsTold() {
    beans.linkAdded("lan");

    beans.linkStateChanged("lan", "n2", LinkState.UP, LinkState.DOWN, "silent");
    beans.linkPriorityChanged("lan", 8, 9);
    beans.linkRemoved("lan");
    beans.linkStateChanged("lan", "n2", LinkState.DOWN, LinkState.UP, "late");
    beans.linkPriorityChanged("lan", 9, 8);

    assertThat(told)
        .containsExactly(
            "org.batonha.link.state n2: UP -> DOWN: silent",
            "org.batonha.link.priority priority 8 -> 9",
            "org.batonha.link.removed link 'lan' was removed");
  }
}
