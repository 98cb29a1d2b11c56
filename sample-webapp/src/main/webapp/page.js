'use strict';

// Asks /status again and again, draws what it says, and notes what changed. Every text from the
// server goes in as text, never as markup.

const ASK_EVERY = 500;       // ms between an answer and the next question
const ASK_AGAIN = 100;       // ms after a question without an answer
const PATIENCE = 1000;       // ms to wait for an answer
const NOTICEABLE = 300;      // ms of silence that are worth a line
const COUNT_EVERY = 1000;    // ms between counts, when they come by themselves
const MOST_EVENTS = 200;
const MOST_TICKS = 60;

const $ = id => document.getElementById(id);
const sleep = ms => new Promise(done => setTimeout(done, ms));
const clock = millis => new Date(millis).toLocaleTimeString([], {hour12: false});
const list = names => names.length < 2 ? names.join('') :
  names.slice(0, -1).join(', ') + ' and ' + names.at(-1);

const known = [];            // nodes in the order in which they were seen: gives each its colour
const ticks = new Map();     // second → the node whose ticker ticked in it, as far as we were told
let before = null;           // the last status
let lastAnswer = performance.now();
let counting = false;

function colour(node) {
  if (!known.includes(node)) known.push(node);
  return 'node-' + known.indexOf(node) % 4;
}

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function note(text, kind) {
  const line = element('li');
  line.append(element('time', clock(Date.now())), element('span', text, kind));
  $('events').prepend(line);
  while ($('events').children.length > MOST_EVENTS) $('events').lastChild.remove();
}

function verdict(id, state, text) {
  $(id).dataset.state = state;
  $(id).textContent = text;
}

// ---- the parts of the page

function drawNode(status) {
  $('node').textContent = status.node;
  $('node').className = 'node coloured ' + colour(status.node);
  const parts = ['running since ' + clock(status.sinceMillis)];
  if (status.service?.state === 'UP') parts.push('has the baton since ' + clock(status.service.sinceMillis));
  if (status.cluster) {
    parts.push(status.cluster.quorate ? 'quorate' : 'not quorate');
    parts.push('Baton ' + status.cluster.version);
  }
  $('node-more').textContent = parts.join(' · ');
  $('crash').hidden = !status.crash;
}

function service(status) {
  return status.cluster?.services.find(s => s.name === status.ticker.service);
}

function drawLanes(status) {
  const web = service(status);
  const nodes = web ? web.nodes :
    [{node: status.node, role: '', state: status.cluster ? 'no service web' : 'without Baton'}];
  nodes.forEach(n => colour(n.node));
  while ($('lanes').children.length > nodes.length) $('lanes').lastChild.remove();
  nodes.forEach((n, i) => {
    const lane = $('lanes').children[i] ?? newLane();
    lane.className = 'lane ' + colour(n.node);
    lane.dataset.state = n.state;
    lane.toggleAttribute('data-holder', n.state === 'UP');
    lane.querySelector('.name').textContent = n.node;
    lane.querySelector('.baton').style.left = n.state === 'UP' ? runnersPlace(status) : '0';
    lane.querySelector('b').textContent = n.state;
    lane.querySelector('.role').textContent =
      n.role.toLowerCase() + (n.node === status.node ? (n.role ? ' · ' : '') + 'serves you' : '');
    lane.title = n.reason ?? '';
  });
}

/** The runner does a lap a minute. */
function runnersPlace(status) {
  return `calc((100% - 4.5rem) * ${(status.nowMillis / 60000 % 1).toFixed(4)})`;
}

function newLane() {
  const lane = element('li');
  const path = element('span', undefined, 'path');
  path.append(element('span', undefined, 'baton'));
  const what = element('span', undefined, 'what');
  what.append(element('b'), element('span', '', 'role'));
  lane.append(element('span', '', 'name'), path, what);
  $('lanes').append(lane);
  return lane;
}

function drawSession(session) {
  $('count').textContent = session ? session.count : '–';
  $('session-more').textContent = session ? 'since ' + clock(session.sinceMillis) : '';
  if (!session) {
    verdict('copies', 'unknown', 'No session yet: count, and there is one.');
    return;
  }
  const {state, number, members} = session.copies;
  const where = number === members.length ? 'on ' + list(members) : `on ${number} of ${list(members)}`;
  const texts = {
    REPLICATED: ['good', `Replicated: ${number} copies, ${where}.`],
    ALONE: ['bad', `One copy only, ${where}. It would be lost with that node.`],
    MOVING: ['doubt', `The cluster has changed; copies are under way, among ${list(members)}.`],
    UNKNOWN: ['unknown', 'The server does not tell whether sessions of this application are replicated.'],
  };
  verdict('copies', ...texts[state]);
}

function drawTicker(status) {
  const {here, holder, message} = status.ticker;
  if (here) {
    for (const tick of status.ticker.ticks) ticks.set(Math.round(tick.atMillis / 1000), status.node);
    const last = status.ticker.ticks.at(-1);
    $('tick').textContent = last ? last.number : 0;
    const unit = element('small', ' ticks on ');
    unit.append(element('span', status.node, 'coloured ' + colour(status.node)));
    $('tick').append(unit);
    verdict('ticker', 'good', `Runs here, on ${status.node}.`);
  } else {
    $('tick').textContent = holder ? '' : '–';
    if (holder) {
      const place = element('small', 'on ');
      place.append(element('span', holder, 'coloured ' + colour(holder)));
      $('tick').append(place);
    }
    verdict('ticker', holder ? 'doubt' : 'bad', message);
  }
  drawTicks(Math.floor(status.nowMillis / 1000));
}

function drawTicks(now) {
  for (const second of ticks.keys()) if (second < now - 2 * MOST_TICKS) ticks.delete(second);
  while ($('ticks').children.length < MOST_TICKS) $('ticks').append(element('li'));
  [...$('ticks').children].forEach((mark, i) => {
    const node = ticks.get(now - MOST_TICKS + 1 + i);
    mark.className = node ? 'filled ' + colour(node) : '';
    mark.toggleAttribute('data-tick', Boolean(node));
    mark.title = clock((now - MOST_TICKS + 1 + i) * 1000) + (node ? ', ' + node : '');
  });
}

function drawLinks(cluster) {
  if (!cluster) {
    $('links').replaceChildren(element('p', 'Baton does not run in this server.', 'quiet'));
    return;
  }
  const rows = cluster.links.flatMap(link => link.peers.map(peer => {
    const row = element('tr');
    row.title = `${link.protocol} ${link.device} ${link.address}, ` +
      `${peer.framesReceived} frames received, ${peer.framesDropped} dropped`;
    const place = element('td', link.name + ' to ');
    place.append(element('span', peer.node, 'coloured ' + colour(peer.node)));
    row.append(place, element('td', peer.state, 'state-' + peer.state), element('td', delay(peer)));
    return row;
  }));
  if (rows.length === 0) {
    const alone = `${cluster.links.map(l => l.name).join(', ') || 'no links'}: no other node is there.`;
    $('links').replaceChildren(element('p', alone, 'quiet'));
    return;
  }
  const table = element('table', undefined, 'links');
  const head = element('tr');
  head.append(element('th', 'link'), element('th', 'state'), element('th', 'round trip'));
  table.append(head, ...rows);
  $('links').replaceChildren(table);
}

function delay(peer) {
  if (peer.heartbeatsMissed > 0) return peer.heartbeatsMissed + ' missed';
  return peer.roundTripMicros < 0 ? '–' : (peer.roundTripMicros / 1000).toFixed(2) + ' ms';
}

// ---- what changed

function noteChanges(now) {
  if (!before) {
    note(`served by ${now.node}`);
    return;
  }
  if (now.node !== before.node) note(`${now.node} serves you; before it was ${before.node}`, 'good');
  noteService(service(before), service(now));
  noteView(before.cluster, now.cluster);
  noteLinks(before, now);
  noteSession(before.session, now.session, now.node !== before.node);
}

function noteService(was, is) {
  if (was && is && was.epoch !== is.epoch && is.holder) {
    note(`web: ${is.holder} has the baton, epoch ${is.epoch}` +
      (was.holder && was.holder !== is.holder ? `; before it was ${was.holder}` : ''), 'good');
  }
  if (was && is && was.holder && !is.holder) note('web: nobody has the baton', 'bad');
}

function noteView(was, is) {
  if (!was || !is) return;
  is.view.filter(n => !was.view.includes(n)).forEach(n => note(`${n} is in the cluster`, 'good'));
  was.view.filter(n => !is.view.includes(n)).forEach(n => note(`${n} left the cluster`, 'bad'));
}

function noteLinks(was, is) {
  if (!was.cluster || !is.cluster || was.node !== is.node) return;
  for (const link of is.cluster.links) {
    for (const peer of link.peers) {
      const old = was.cluster.links.find(l => l.name === link.name)
        ?.peers.find(p => p.node === peer.node);
      if (old && old.state !== peer.state) {
        note(`link ${link.name} to ${peer.node}: ${old.state} → ${peer.state}`,
          peer.state === 'UP' ? 'good' : 'bad');
      }
    }
  }
}

function noteSession(was, is, moved) {
  if (was && !is) note(`your session is gone; its count was ${was.count}`, 'bad');
  if (was && is && is.count < was.count) note(`your count fell from ${was.count} to ${is.count}`, 'bad');
  if (was && is && moved && is.count >= was.count) note(`your session is here: count ${is.count}`, 'good');
}

// ---- the loops

async function ask(path) {
  const response = await fetch(path, {cache: 'no-store', signal: AbortSignal.timeout(PATIENCE)});
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}

async function poll() {
  const started = performance.now();
  try {
    const status = await (await ask('status')).json();
    const silence = performance.now() - lastAnswer - ASK_EVERY;
    if (silence > NOTICEABLE) note(`an answer after ${(silence / 1000).toFixed(1)} s of silence`, 'bad');
    lastAnswer = performance.now();
    noteChanges(status);
    draw(status);
    before = status;
    pulse('live', `live, ${Math.round(lastAnswer - started)} ms`);
    return ASK_EVERY;
  } catch (failure) {
    console.info('no status:', failure.message);
    return ASK_AGAIN;
  }
}

function draw(status) {
  drawLanes(status);
  drawNode(status);
  drawSession(status.session);
  drawTicker(status);
  drawLinks(status.cluster);
  document.title = `${status.node} · Baton`;
}

function pulse(state, text) {
  $('pulse').dataset.state = state;
  $('pulse').textContent = text;
}

function watchSilence() {
  const silence = performance.now() - lastAnswer - ASK_EVERY;
  if (silence > NOTICEABLE) pulse('silent', `no answer for ${(silence / 1000).toFixed(1)} s`);
}

async function count() {
  if (counting) return;
  counting = true;
  try {
    const [number] = (await (await ask('count')).text()).split(' ');
    $('count').textContent = number;
  } catch (failure) {
    note(`no answer to a count (${failure.message}): it may or may not have been taken`, 'bad');
  } finally {
    counting = false;
  }
}

async function crash() {
  note(`${$('node').textContent} is killed`, 'bad');
  // No answer comes of it: the next one to anything is another node's.
  await fetch('crash', {method: 'POST'}).catch(() => {});
}

async function main() {
  $('count-once').addEventListener('click', count);
  $('crash-now').addEventListener('click', crash);
  setInterval(() => { if ($('count-on').checked) count(); }, COUNT_EVERY);
  setInterval(watchSilence, ASK_AGAIN);
  await count();
  for (;;) await sleep(await poll());
}

main();
