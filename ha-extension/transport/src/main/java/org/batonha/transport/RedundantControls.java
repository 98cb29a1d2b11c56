package org.batonha.transport;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.batonha.transport.link.DropCounters;
import org.batonha.transport.link.LinkSpec;
import org.batonha.transport.wire.Keyring;
import org.jgroups.annotations.ManagedAttribute;
import org.jgroups.annotations.ManagedOperation;
import org.jgroups.annotations.Property;

/**
 * What an administrator, or a program, can see and change of a {@link REDUNDANT} transport while
 * messages flow. All of it may be used from any thread.
 */
public abstract class RedundantControls extends RedundantProperties {
  final DropCounters drops = new DropCounters();
  final Transitions transitions = new Transitions(log);
  final LastWords lastWords = new LastWords(log);
  final OwnLinks links = new OwnLinks(transitions, log);
  volatile LinkMode linkMode = LinkMode.PASSIVE; // not "mode": JGroups would write the field
  volatile Keyring keys = Keyring.NONE;
  volatile LinkSource keySource; // null: the key was set
  volatile LinkHub hub; // null while the channel is not connected
  volatile Predicate<String> judge = silent -> true;

  RedundantControls() {
    // For REDUNDANT only.
  }

  /**
   * Sets the key that all nodes of the cluster share. Each frame, heartbeats included, is then
   * encrypted and authenticated (AES-GCM), and what is not is dropped. While the channel is
   * connected it takes effect at once, and so a key can be changed without stopping the cluster: on
   * every node {@code OLD,NEW}, then on every node {@code NEW,OLD}, then {@code NEW}.
   *
   * @param key at least {@value Keyring#MIN_CHARACTERS} characters, no comma, the first no
   *     {@code @}; two keys separated by a comma are both accepted and the first is sent with;
   *     empty: no key; {@code @SOURCE}: what a {@link LinkSource} says when the channel is opened
   * @throws IllegalArgumentException when it is none of that
   */
  @Property(
      name = "key",
      description =
          "Key shared by all nodes, at least 16 characters; two separated by a comma are both"
              + " accepted, the first is used to send; or @SOURCE for one that the process decides on",
      exposeAsManagedAttribute = false)
  public void setKey(String key) {
    if (hub == null && key != null && key.strip().startsWith(LinkSource.SIGN)) {
      keySource = LinkSource.named(key.strip().substring(LinkSource.SIGN.length()));
      return;
    }
    Keyring changed = Keyring.parse(key);
    LinkHub connected = hub;
    if (connected != null && changed.isEmpty() != keys.isEmpty()) {
      throw new IllegalArgumentException(
          "key: a connected channel can change its key, but neither get its first nor lose its last"
              + " one: reconnect it");
    }
    keys = changed;
    keySource = null;
    if (connected != null) {
      connected.keys(changed);
    }
  }

  /** Returns the mode: {@code passive}, {@code active} or {@code round-robin}. */
  @ManagedAttribute(description = "Which links carry messages", writable = true)
  public String getMode() {
    return linkMode.word();
  }

  /**
   * Changes the mode, at once.
   *
   * @param word {@code passive}, {@code active} or {@code round-robin}
   * @throws IllegalArgumentException when it is none of these
   */
  public void setMode(String word) {
    linkMode = LinkMode.of(word);
    LinkHub connected = hub;
    if (connected != null) {
      connected.mode(linkMode);
    }
  }

  /**
   * Adds a link, at once; until the stack is configured anew. The peers learn of it over the links
   * that are there. A peer that has no link of this name takes no notice.
   *
   * @param link {@code NAME=PROTOCOL[:INTERFACE[:PORT]][@PRIORITY]}, as in the property {@code
   *     links}; without a priority, {@value LinkSpec#MAX_LINKS} less the number of links
   * @throws IllegalArgumentException when it does not fit, or there is a link of that name
   * @throws IOException when it cannot be opened; then nothing has changed
   */
  @ManagedOperation(description = "Adds a link, NAME=PROTOCOL[:INTERFACE[:PORT]][@PRIORITY]")
  public void addLink(String link) throws IOException {
    links.add(link);
  }

  /**
   * Removes a link; until the stack is configured anew. Returns when the peers were told and the
   * link is closed: after {@code heartbeat_limit} heartbeats.
   *
   * @param link the link's name
   * @throws IllegalArgumentException when there is no such link
   * @throws IllegalStateException when it is the last one, or the only one over which some living
   *     peer is reached now
   */
  @ManagedOperation(description = "Removes a link by its name, unless it is the last that lives")
  public void removeLink(String link) {
    links.remove(link);
  }

  /**
   * Changes the priority of a link, at once; until the stack is configured anew.
   *
   * @param link the link's name
   * @param priority 0 to {@value LinkSpec#MAX_PRIORITY}; in passive mode the highest carries
   * @throws IllegalArgumentException when there is no such link, or the priority is out of its
   *     bounds
   */
  @ManagedOperation(description = "Changes the priority of a link, 0 to 255; the highest carries")
  public void changePriority(String link, int priority) {
    links.prioritise(link, priority);
  }

  /**
   * Returns what each link knows of each peer now, in the order of the configuration; empty while
   * the channel is not connected.
   */
  public List<LinkSnapshot> linkSnapshots() {
    LinkHub connected = hub;
    return connected == null ? List.of() : connected.snapshots();
  }

  /** Adds a listener; it is told of changes from now on. */
  public void addLinkListener(LinkListener listener) {
    transitions.add(listener);
  }

  /** Removes a listener. */
  public void removeLinkListener(LinkListener listener) {
    transitions.remove(listener);
  }

  /**
   * Has somebody asked before a node is suspected that is silent on all links, by its name: whether
   * it is dead or cut off nobody can know, and two parts of a split cluster that each remove the
   * other go on separately. It is asked with every heartbeat while that lasts, on a thread that
   * must not be held up. Of a node whose death is sure nobody is asked; nor while a node is there
   * that is not in the view. Without a judge every silent node is suspected.
   */
  public void setJudge(Predicate<String> mayBeSuspected) {
    judge = Objects.requireNonNull(mayBeSuspected, "mayBeSuspected");
  }

  /** Returns what a process that outlives this one says for it, and what comes of its like. */
  public LastWords lastWords() {
    return lastWords;
  }

  /** Returns the states of all links, one line per link and peer. */
  @Override
  @ManagedOperation(description = "Shows each link's state to each peer")
  public String getInfo() {
    return linkSnapshots().stream()
        .flatMap(
            link ->
                link.peers().stream()
                    .map(
                        peer ->
                            "%s %s %s: %s"
                                .formatted(link.name(), link.protocol(), link.address(), peer)))
        .collect(Collectors.joining("\n"));
  }

  /** Returns how many frames were dropped, by cause. */
  @ManagedAttribute(description = "Frames that were dropped, by cause")
  public String getDroppedFrames() {
    return drops.toString();
  }

  /** Returns how many suspicions were raised since the channel connected. */
  @ManagedAttribute(description = "Suspicions raised since the channel connected")
  public long getNumSuspicions() {
    LinkHub connected = hub;
    return connected == null ? 0 : connected.suspected();
  }
}
