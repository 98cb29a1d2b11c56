package org.batonha.engine;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.batonha.core.Core;
import org.batonha.core.CoreConfig;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.PeerState;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.ServiceConfig;
import org.batonha.core.ServiceState;
import org.batonha.jmx.AddressMXBean;
import org.batonha.jmx.ClusterMXBean;
import org.batonha.jmx.ServiceMXBean;
import org.batonha.transport.LinkState;
import org.batonha.transport.REDUNDANT;
import org.jgroups.JChannel;

/**
 * Baton on one node: connects the decisions of core to the group, the sentinel, the witnesses, the
 * application's singletons and the administrator. Thread-safe.
 */
public final class Engine implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Engine.class.getName());

  private static final Instant BOOTS_COUNT_FROM = Instant.parse("2026-01-01T00:00:00Z");

  private static final long LEAVE_SECONDS = 8;

  private static final long LOOK_NANOS = 1_000_000;

  /** A planned stop may wait for running requests for half of a lease: the lease is not renewed. */
  private static final int DRAINS_PER_LEASE = 2;

  private final EngineConfig config;
  private final ClusterChannel channel;
  private final Sentinel sentinel;
  private final AddressWatch addressWatch;
  private final Tickles tickles;
  private final Witnesses witnesses;
  private final HoldingsBoard board;
  private final Actions actions;
  private final CoreLoop loop;
  private final Lookout lookout;
  private final Judgement judgement;
  private final DecisionRunner decisions;
  private final MBeans mbeans = new MBeans();
  private final ClusterBean clusterBean;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(daemons("baton-timer"));
  private final ExecutorService executor = Executors.newCachedThreadPool(daemons("baton-action"));
  private final OperatorCommands commands;
  private final long run = boot();
  private volatile LastWordRelay lastWords;
  private final Map<String, ServiceConfig> services = new TreeMap<>();
  private final Map<String, ServiceBean> beans = new ConcurrentHashMap<>();
  private final AddressBeans addressBeans = new AddressBeans(mbeans, executor);
  private volatile List<String> nodes;
  private volatile Set<String> members = Set.of();
  private volatile String behind = "";

  /**
   * Puts the parts together; nothing runs yet.
   *
   * @param channel the group's channel, not connected; the engine connects and closes it
   * @param source where the sentinel is
   * @param activeRequests how many requests of applications run on this server now
   * @throws IllegalArgumentException when this node is not one of the configured nodes, or another
   *     setting does not fit; the message says what to write instead
   */
  public Engine(
      EngineConfig config, JChannel channel, SentinelSource source, IntSupplier activeRequests) {
    this.config = config;
    this.nodes = config.nodesFor(List.of());
    CoreConfig coreConfig = config.core(nodes);
    Core core = new Core(coreConfig, run, System.nanoTime());
    this.lookout = new Lookout(core, config.node(), this::voters);
    this.judgement = new Judgement(config.node(), config.quorum(), config.preset());
    this.loop = new CoreLoop(core, this::look, this::carryOut);
    this.tickles =
        new Tickles(this::share, service -> lookout.service(service).isPresent(), this::tickle);
    this.channel =
        new ClusterChannel(
            channel, this::happened, tickles::received, name -> voters().contains(name));
    this.addressWatch = new AddressWatch(loop::post, addressBeans, tickles);
    this.sentinel = new Sentinel(source, timer, addressWatch);
    this.witnesses =
        new Witnesses(
            config.witnesses(),
            config.preset().heartbeat(),
            config.preset().lease(),
            (witness, sent) -> loop.post(new Event.WitnessAnswered(witness, sent)));
    this.board =
        new HoldingsBoard(
            System::nanoTime,
            service -> lookout.service(service).flatMap(Snapshot.Service::holder),
            service -> lookout.service(service).isPresent());
    Drain drain =
        new Drain(
            activeRequests, timer, executor, config.preset().lease().dividedBy(DRAINS_PER_LEASE));
    this.actions = new Actions(sentinel, board, drain, executor, loop::post);
    this.commands = new OperatorCommands(loop, this::longestDrain);
    this.clusterBean =
        new ClusterBean(
            config,
            () -> nodes,
            lookout::snapshot,
            this.channel::transport,
            actions::addressesOf,
            commands);
    this.decisions =
        new DecisionRunner(this.channel, actions, commands, clusterBean, beans, executor);
  }

  private void share(byte[] bytes) {
    channel.share(bytes);
  }

  private void tickle(String service, List<String> connections) {
    sentinel.tickle(service, connections);
  }

  /** After a split has healed the other part's hosts may still have their old caches. */
  private void happened(Event event) {
    if (event instanceof Event.ViewChanged view) {
      Set<String> before = members;
      members = Set.copyOf(view.members());
      if (!before.isEmpty() && !before.containsAll(members)) {
        sentinel.announce();
      }
    }
    loop.post(event);
  }

  /** Tells this run from earlier ones; epochs are above it, and shorter to read for its origin. */
  private static long boot() {
    return Math.max(0, System.currentTimeMillis() - BOOTS_COUNT_FROM.toEpochMilli());
  }

  private static ThreadFactory daemons(String name) {
    return body -> {
      Thread thread = new Thread(body, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  private List<String> voters() {
    return Stream.concat(nodes.stream(), config.arbiters().stream()).toList();
  }

  private void look(List<Decision> decisions) {
    lookout.look(decisions);
    judgement.saw(lookout.snapshot(), System.nanoTime());
  }

  private void carryOut(Decision decision) {
    decisions.carryOut(decision);
  }

  /**
   * Joins the group and starts to decide.
   *
   * @throws Exception when the channel cannot connect
   */
  public void start() throws Exception {
    sentinel.start();
    executor.execute(this::rehearse);
    loop.start();
    channel.connect();
    again(channel::look, 1);
    again(() -> tickles.again(board::isHeldHere), 5);
    witnesses.start();
    mbeans.registerCluster(clusterBean);
    channel.transport().ifPresent(mbeans::registerLinks);
    channel.transport().ifPresent(this::prepareLastWord);
    channel.transport().ifPresent(transport -> transport.setJudge(this::maySuspect));
    LOG.log(
        Level.INFO,
        "Baton runs on {0} {1}: quorum {2}, preset {3}",
        config.arbiters().contains(config.node()) ? "arbiter" : "node",
        config.node(),
        config.quorum(),
        config.preset());
  }

  /** What fails once is tried again the next time. */
  private void again(Runnable task, long seconds) {
    Runnable guarded =
        () -> {
          try {
            task.run();
          } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "What is done every " + seconds + " s failed; it goes on", e);
          }
        };
    timer.scheduleWithFixedDelay(guarded, seconds, seconds, TimeUnit.SECONDS);
  }

  /** Beside the start, which takes longer: nobody waits for it. */
  private void rehearse() {
    long began = System.nanoTime();
    boolean done = Rehearsal.play(config.quorum(), timer, executor);
    LOG.log(
        Level.DEBUG,
        "Rehearsed a takeover and a move, {0} ms{1}",
        (System.nanoTime() - began) / 1_000_000,
        done ? "" : "; it did not come to its end, so the first real one will be slower");
  }

  private boolean maySuspect(String silent) {
    return judgement.allows(lookout.snapshot(), silent, System.nanoTime());
  }

  private void prepareLastWord(REDUNDANT transport) {
    LastWordRelay relay = new LastWordRelay(transport, sentinel, loop::post, run);
    relay.start();
    lastWords = relay;
    again(relay::refresh, 1);
  }

  /**
   * Configures a service on this node.
   *
   * @param addresses what moves with it; may be empty
   * @throws IllegalArgumentException when it is configured already, or its nodes do not fit the
   *     cluster's; the message says what to do
   */
  public void addService(ServiceConfig service, List<AddressConfig> addresses) {
    addService(service, addresses, AddressPolicy.DEFAULT);
  }

  /**
   * Configures a service on this node.
   *
   * @param addresses what moves with it; may be empty
   * @param policy how those are taken, told and watched
   * @throws IllegalArgumentException when it is configured already, or its nodes do not fit the
   *     cluster's; the message says what to do
   */
  public synchronized void addService(
      ServiceConfig service, List<AddressConfig> addresses, AddressPolicy policy) {
    if (services.containsKey(service.name())) {
      throw new IllegalArgumentException(
          "service '" + service.name() + "' is configured already: remove it first");
    }
    config.requireKnownNodes(service);
    List<ServiceConfig> all = new ArrayList<>(services.values());
    all.add(service);
    changeNodes(config.nodesFor(all));
    services.put(service.name(), service);
    actions.configure(service.name(), addresses, policy);
    ServiceBean bean =
        new ServiceBean(service.name(), config.node(), lookout::snapshot, addresses, commands);
    beans.put(service.name(), bean);
    lookout.added(service.name());
    loop.post(new Event.ServiceAdded(service));
    addressWatch.added(service.name(), addresses, policy);
    // The model reads a service's state as soon as it is added: it must be known by then.
    awaitThat(() -> lookout.service(service.name()).isPresent(), Duration.ofSeconds(2));
    mbeans.registerService(service.name(), bean);
    addressBeans.add(service.name(), addresses, sentinel::status);
  }

  /** Waits until core's thread has made something so; says in the log when it has not in time. */
  private void awaitThat(BooleanSupplier condition, Duration most) {
    long end = System.nanoTime() + most.toNanos();
    while (!condition.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      if (System.nanoTime() > end) {
        LOG.log(Level.WARNING, "This node is too busy: a change took longer than {0}", most);
        return;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private void changeNodes(List<String> changed) {
    if (!changed.equals(nodes)) {
      CoreConfig checked = config.core(changed);
      nodes = changed;
      loop.post(new Event.VotersChanged(checked.nodes(), checked.arbiters()));
      warnOfTwo(checked);
    }
  }

  private static void warnOfTwo(CoreConfig voters) {
    if (voters.voters().size() == 2 && voters.quorum() == QuorumPolicy.MAJORITY) {
      LOG.log(
          Level.WARNING,
          "quorum is 'majority' with two voters: the loss of either stops every service."
              + " Add a third node or an arbiter, or set quorum to 'witness'");
    }
  }

  /**
   * Tells whether this node may take services, for example because its server has deployed its
   * applications. From the start it may. When it may not any more, returns as soon as it has given
   * up what it held, or after {@value #LEAVE_SECONDS} s and the longest drain time-out.
   *
   * @param reason why not, in a few words, for people
   */
  public void setAvailable(boolean available, String reason) {
    loop.post(new Event.Availability(available, reason));
    if (!available) {
      awaitThat(
          () -> services().stream().noneMatch(name -> isActing(service(name).getState())),
          leaving());
    }
  }

  private Duration leaving() {
    return longestDrain().plusSeconds(LEAVE_SECONDS);
  }

  private synchronized Duration longestDrain() {
    return services.values().stream()
        .map(ServiceConfig::drainTimeout)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /**
   * Tells that what this node's applications share is older than what others have: it keeps what it
   * holds, and takes what no other node can. May be told again and again; does not wait.
   *
   * @param reason why, for people; empty when it is not
   */
  public void setBehind(String reason) {
    if (!reason.equals(behind)) {
      behind = reason;
      loop.post(new Event.Behind(reason));
    }
  }

  /**
   * Returns whether no heartbeat of another voter of the view is missing; one whose server is heard
   * by the links only has no engine.
   */
  public boolean hearsAll() {
    Snapshot known = lookout.snapshot();
    return known.peers().stream()
        .noneMatch(
            peer ->
                peer.state() != PeerState.UP
                    && known.view().contains(peer.node())
                    && (peer.state() == PeerState.INDOUBT || !isOnLinks(peer.node())));
  }

  private boolean isOnLinks(String node) {
    return channel.transport().stream()
        .flatMap(transport -> transport.linkSnapshots().stream())
        .flatMap(link -> link.peers().stream())
        .anyMatch(peer -> peer.node().equals(node) && peer.state() != LinkState.DOWN);
  }

  private synchronized List<String> services() {
    return List.copyOf(services.keySet());
  }

  private static boolean isActing(String state) {
    return !state.equals("DOWN") && ServiceState.valueOf(state).isHolding();
  }

  /**
   * Tells why a service that is UP here would cease to be if these were its addresses, for example
   * because another host has one of them; empty if nothing is known against it. Where it is not UP
   * that is not looked at: the host that has them may be the holder. Takes 0.1 s, at most 2 s.
   */
  public Optional<String> obstacle(String service, List<AddressConfig> addresses) {
    return board.isHeldHere(service)
        ? actions.obstacle(service, addresses).join()
        : Optional.empty();
  }

  /** Gives a service up on this node and forgets it; does nothing when it is not configured. */
  public synchronized void removeService(String name) {
    if (services.remove(name) != null) {
      mbeans.unregisterService(name);
      beans.remove(name);
      addressBeans.remove(name);
      addressWatch.removed(name);
      // The nodes stay as they are: a service that is changed is removed and added again.
      loop.post(new Event.ServiceRemoved(name));
    }
  }

  /** Returns what this node knows of the cluster. */
  public ClusterMXBean cluster() {
    return clusterBean;
  }

  /**
   * Returns what this node knows of a service, and the commands on it.
   *
   * @throws IllegalArgumentException when it is not configured here
   */
  public ServiceMXBean service(String name) {
    ServiceBean bean = beans.get(name);
    if (bean == null) {
      throw new IllegalArgumentException(
          "there is no service '" + name + "' on this node: it has " + beans.keySet());
    }
    return bean;
  }

  /**
   * Returns what this node knows of a service's address; empty when it is not configured here.
   *
   * @param cidr the address as an administrator writes it, {@code IP/PREFIX}
   */
  public Optional<AddressMXBean> address(String service, String cidr) {
    return addressBeans.find(service, cidr);
  }

  /** Returns how long a node holds what it holds when nobody of a quorum agrees any more. */
  public Duration lease() {
    return config.preset().lease();
  }

  /** Returns what can tell whether the other nodes of this one's view are in the same one. */
  public ViewAgreement agreement() {
    return channel.agreement();
  }

  /** Returns what this node holds, for those that depend on it. */
  public Holdings holdings() {
    return board;
  }

  /**
   * Hands everything over, leaves the group and ends. Waits at most {@value #LEAVE_SECONDS} s and
   * the longest drain time-out for services to stop.
   */
  @Override
  public void close() {
    Duration most = leaving();
    loop.post(new Event.Leave());
    try {
      if (!decisions.left().await(most.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(Level.WARNING, "Services are not stopped after {0} s; leaving", most.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (lastWords != null) {
      lastWords.stop();
    }
    channel.transport().ifPresent(transport -> transport.setJudge(silent -> true));
    loop.close();
    witnesses.close();
    sentinel.close();
    channel.close();
    mbeans.close();
    executor.shutdown();
    timer.shutdownNow();
  }
}
