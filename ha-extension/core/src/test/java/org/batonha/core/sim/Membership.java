package org.batonha.core.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.batonha.core.Event;

/**
 * A group membership with the freedom that JGroups really has: each host has its own view; a view
 * reaches its members at different times, or not at all; who is not heard for a while is suspected,
 * rightly or not; the first in a view that is not suspected leads; parts find each other again
 * late. The order of a view stays, joiners come last.
 */
final class Membership {
  private static final int[] NONE = {};

  private final World world;
  private final int hosts;
  private final int[][] views;
  private final long[] viewIds;
  private final long[] lastHeard;
  private final long[] strangersSince;
  private final int[] looks;
  private final boolean[] isSuspected;
  private long lastId;

  /** How late views may be, in addition; grows as a fault. */
  long extraSkew;

  /** How much longer parts that hear each other again take to find that; grows as a fault. */
  long extraMerge;

  Membership(World world) {
    this.world = world;
    this.hosts = world.setup.hosts();
    this.views = new int[hosts][];
    this.viewIds = new long[hosts];
    this.lastHeard = new long[hosts * hosts];
    this.strangersSince = new long[hosts];
    this.looks = new int[hosts];
    this.isSuspected = new boolean[hosts * hosts];
    Arrays.fill(views, NONE);
  }

  void started(int host) {
    views[host] = NONE;
    viewIds[host] = 0;
    strangersSince[host] = world.now;
    lookLater(host, ++looks[host]);
  }

  void ended(int host) {
    views[host] = NONE;
    viewIds[host] = 0;
    looks[host]++;
  }

  boolean isInView(int host, int other) {
    for (int member : views[host]) {
      if (member == other) {
        return true;
      }
    }
    return false;
  }

  /** Whether the group hands on a message; a last word does not come through the group. */
  boolean sees(int host, int from, Event event) {
    return !(event instanceof Event.Received) || isInView(host, from);
  }

  /** Whether all servers that run have one and the same view, of all of them. */
  boolean isWhole() {
    int running = 0;
    long id = 0;
    int size = 0;
    for (int host = 0; host < hosts; host++) {
      if (world.hosts[host].isRunning()) {
        running++;
        if (viewIds[host] == 0 || (id != 0 && viewIds[host] != id)) {
          return false;
        }
        id = viewIds[host];
        size = views[host].length;
      }
    }
    return running == size;
  }

  /** Whether two hosts have the same view, with both of them in it. */
  boolean share(int one, int other) {
    return viewIds[one] != 0 && viewIds[one] == viewIds[other] && isInView(one, other);
  }

  List<String> view(int host) {
    return names(views[host]);
  }

  /** A wrong suspicion: the leader of a host's view leaves it out, though it is well. */
  void excludeWrongly(int host) {
    for (int leader : views[host]) {
      if (leader != host && leads(leader)) {
        install(leader, without(views[leader], host));
        return;
      }
    }
  }

  /** A host believes itself alone, for no good reason. */
  void isolate(int host) {
    if (world.hosts[host].isRunning()) {
      install(host, new int[] {host});
    }
  }

  private void lookLater(int host, int run) {
    long pause = world.dice.between(world.setup.detection / 4, world.setup.detection / 2);
    world.at(
        pause,
        () -> {
          if (looks[host] == run) {
            if (world.hosts[host].isResponsive()) {
              look(host);
            }
            lookLater(host, run);
          }
        });
  }

  private boolean hears(int host, int other) {
    return host == other
        || (world.hosts[other].isResponsive() && world.network.reaches(other, host));
  }

  private boolean finds(int host, int other) {
    return world.hosts[other].isResponsive() && world.network.isConnected(host, other);
  }

  private void look(int host) {
    boolean anySuspect = suspect(host);
    if (views[host].length == 0) {
      join(host);
    } else if (leads(host)) {
      if (anySuspect) {
        install(host, unsuspected(host, views[host]));
      } else {
        welcome(host);
      }
    }
  }

  private boolean suspect(int host) {
    boolean any = false;
    for (int member : views[host]) {
      int pair = host * hosts + member;
      if (hears(host, member)) {
        lastHeard[pair] = world.now;
      }
      isSuspected[pair] = world.now - lastHeard[pair] > world.setup.detection;
      any |= isSuspected[pair];
    }
    return any;
  }

  /** Whether a host believes that it is the coordinator: all before it are suspected. */
  private boolean leads(int host) {
    for (int member : views[host]) {
      if (member == host) {
        return true;
      }
      if (!isSuspected[host * hosts + member]) {
        return false;
      }
    }
    return false;
  }

  /** Who finds nobody that leads, leads itself after a while. */
  private void join(int host) {
    for (int other = 0; other < hosts; other++) {
      if (other != host && finds(host, other) && leads(other)) {
        if (world.now - strangersSince[host] > 4 * world.setup.detection) {
          break;
        }
        return;
      }
    }
    if (world.now - strangersSince[host] > world.setup.detection) {
      install(host, new int[] {host});
    }
  }

  /** A leader takes in who wants to join, and in time whole other parts. */
  private void welcome(int host) {
    boolean strangers = false;
    boolean mayLead = true;
    int[] all = views[host];
    for (int other = 0; other < hosts; other++) {
      if (other == host || !finds(host, other) || viewIds[other] == viewIds[host]) {
        continue;
      }
      boolean member = isInView(host, other);
      if (views[other].length == 0) {
        all = member ? all : with(all, other);
      } else if (member && viewIds[other] < viewIds[host]) {
        deliverLater(host, other, views[host], viewIds[host]);
      } else {
        strangers = true;
        mayLead &= !(leads(other) && other < host);
      }
    }
    if (all != views[host]) {
      install(host, all);
      return;
    }
    if (!strangers) {
      strangersSince[host] = world.now;
    } else if (mayLead
        && world.now - strangersSince[host]
            > extraMerge
                + world.dice.between(world.setup.detection / 2, 3 * world.setup.detection)) {
      merge(host);
    }
  }

  private void merge(int host) {
    int[] all = unsuspected(host, views[host]);
    for (int other = 0; other < hosts; other++) {
      if (finds(host, other) && leads(other)) {
        for (int member : views[other]) {
          all = finds(host, member) ? with(all, member) : all;
        }
      }
    }
    for (int other = 0; other < hosts; other++) {
      all = finds(host, other) ? with(all, other) : all;
    }
    strangersSince[host] = world.now;
    install(host, all);
  }

  private void install(int by, int[] view) {
    long id = ++lastId;
    for (int member : view) {
      deliverLater(by, member, view, id);
    }
  }

  private void deliverLater(int by, int member, int[] view, long id) {
    long late = member == by ? 0 : world.dice.between(0, world.setup.viewSkew + extraSkew);
    int run = looks[member];
    world.at(
        late,
        () -> {
          if (looks[member] == run && (by == member || world.network.reaches(by, member))) {
            deliver(member, view, id);
          }
        });
  }

  private void deliver(int host, int[] view, long id) {
    if (id <= viewIds[host] || !world.hosts[host].isRunning()) {
      return;
    }
    for (int member : view) {
      lastHeard[host * hosts + member] = world.now;
      isSuspected[host * hosts + member] = false;
    }
    views[host] = view;
    viewIds[host] = id;
    world.hosts[host].event(new Event.ViewChanged(names(view)));
  }

  private int[] unsuspected(int host, int[] view) {
    int[] left = NONE;
    for (int member : view) {
      left = isSuspected[host * hosts + member] ? left : with(left, member);
    }
    return left;
  }

  private static int[] with(int[] view, int host) {
    for (int member : view) {
      if (member == host) {
        return view;
      }
    }
    int[] more = Arrays.copyOf(view, view.length + 1);
    more[view.length] = host;
    return more;
  }

  private static int[] without(int[] view, int host) {
    int[] left = NONE;
    for (int member : view) {
      left = member == host ? left : with(left, member);
    }
    return left;
  }

  private List<String> names(int[] view) {
    List<String> names = new ArrayList<>(view.length);
    for (int member : view) {
      names.add(world.hosts[member].name);
    }
    return names;
  }
}
