// SPDX-License-Identifier: Apache-2.0
// The page asks the service once a second and shows what it said. No build step, nothing from elsewhere.

import { Chart } from './chart.js';
import { Decoder } from './decoder.js';
import { Grid } from './grid.js';
import { Table } from './table.js';
import { $, amount, micros, say, seconds } from './text.js';

const PERIOD = 1000;
const PATIENCE = 3000;
const SHOWN = 60; // values in a chart, one a second
const NEWS_EVERY = 10_000;

const grid = new Grid();
const table = new Table(worker => grid.choose(worker));
const decoder = new Decoder(worker => grid.show(worker));
const rate = new Chart($('rate-chart'), SHOWN, value => `${amount(value)} ids per second`);
const latency = new Chart($('latency-chart'), SHOWN, value => `${micros(value)} at the 99th percentile`);

let before = null; // the statistics of the last answer, and when they came
let answeredAt = Date.now();
let longestClaim = 1;
let told = '';
let toldAt = -NEWS_EVERY;

async function ask(path) {
  const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
  const body = await response.json();
  if (!response.ok) {
    throw new Error(body.detail ?? body.title ?? `HTTP status ${response.status}`);
  }
  return body;
}

async function look() {
  try {
    const [workers, statistics] = await Promise.all([ask('workers'), ask('statistics')]);
    showNamespace(workers);
    grid.update(workers);
    table.update(workers);
    showStatistics(statistics);
    answeredAt = Date.now();
    reached();
  } catch (e) {
    unreached(e);
  }
}

function showNamespace({ namespace, layout, workerId }) {
  const { timestampBits, workerBits, sequenceBits } = layout;
  $('namespace').textContent = namespace;
  $('about').textContent = `${amount(2 ** workerBits)} worker ids of ${workerBits} bits, `
    + `${amount(2 ** sequenceBits)} ids per tick of ${layout.tickMillis} ms for each, since ${layout.epoch.slice(0, 10)}. `
    + (workerId == null ? 'This node has no worker id now.' : `This node is worker ${workerId}.`);
  decoder.layout(timestampBits, workerBits, sequenceBits);
}

function showStatistics(statistics) {
  const now = performance.now();
  // Less than before is another node, or a new start of this one: nothing to subtract from.
  if (before && statistics.issued >= before.issued) {
    const perSecond = (statistics.issued - before.issued) / ((now - before.at) / 1000);
    rate.add(perSecond);
    $('rate').textContent = amount(perSecond);
  } else if (before) {
    rate.add(null);
  }
  before = { issued: statistics.issued, at: now };

  // 0 where there was no request lately.
  const [p50, p99, max] = ['p50', 'p99', 'max'].map(name => statistics.latencyMicros?.[name] || null);
  latency.add(p99, p50);
  $('p99').textContent = micros(p99);
  $('rate-peak').textContent = amount(statistics.lastHour?.idsPerSecond);
  $('latency-peak').textContent = micros(statistics.lastHour?.p99Micros || null);
  $('p50').textContent = micros(p50);
  $('max').textContent = micros(max);
  for (const name of ['issued', 'refusals', 'tickWaits', 'clockWaits']) {
    $(name.replace(/[A-Z]/, letter => `-${letter.toLowerCase()}`)).textContent = amount(statistics[name]);
  }
  longestClaim = Math.max(longestClaim, statistics.claimSecondsLeft);
  $('claim').textContent = seconds(statistics.claimSecondsLeft);
  $('claim-bar').style.width = `${Math.round(100 * Math.max(0, statistics.claimSecondsLeft) / longestClaim)}%`;
}

function reached() {
  if (document.body.classList.contains('away')) {
    document.body.classList.remove('away');
    $('trouble').hidden = true;
    tell('The service answers again.', true);
    return;
  }
  tell(`${grid.counts.ACTIVE} workers active, ${grid.counts.EXPIRED} expired, ${grid.counts.COOLING} cooling.`, false);
}

function unreached(e) {
  const away = Math.round((Date.now() - answeredAt) / 1000);
  const why = e instanceof TypeError ? 'the connection fails' : e.name === 'TimeoutError' ? 'it does not answer' : e.message;
  before = null;
  rate.add(null);
  latency.add(null, null);
  const text = `The service cannot be reached: ${why}. What you see is ${away} s old. It is asked again every second.`;
  if (document.body.classList.contains('away')) {
    // Said once; the seconds are for those who look.
    $('trouble').setAttribute('aria-live', 'off');
  } else {
    document.body.classList.add('away');
    $('trouble').removeAttribute('aria-live');
  }
  $('trouble').textContent = text;
  $('trouble').hidden = false;
}

/** Tells those who listen, when there is something new, and not without end. */
function tell(news, atOnce) {
  const now = performance.now();
  if (news !== told && (atOnce || now - toldAt >= NEWS_EVERY)) {
    say(news);
    told = news;
    toldAt = now;
  }
}

async function watch() {
  if (!document.hidden) {
    await look();
  }
  setTimeout(watch, PERIOD);
}

watch();
