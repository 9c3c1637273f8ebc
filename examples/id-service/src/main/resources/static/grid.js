// SPDX-License-Identifier: Apache-2.0

import { $, WORDS, amount, fill, moment, seconds, set, skew } from './text.js';

const COLUMNS = 32;
const PAGE = 1024;
const MEANING = {
  ACTIVE: 'Held, and renewed in time.',
  EXPIRED: 'Not renewed in time; it may be taken.',
  COOLING: 'Free once its reservation has passed.',
  FREE: 'Not held; it may be taken.',
};

function mark(text) {
  const element = document.createElement('span');
  element.className = 'mark';
  element.setAttribute('aria-hidden', 'true');
  element.textContent = text;
  return element;
}

/** The grid of worker ids, up to 1,024 at a time, and the details of one of them. */
export class Grid {
  counts = { ACTIVE: 0, EXPIRED: 0, COOLING: 0, FREE: 0 };
  #size = 0;
  #page = 0;
  #workers = new Map();
  #own = null;
  #now = Date.now();
  #chosen = null;
  #focusable = 0;
  #cells = [];
  #marks = []; // the numbers at the left edge

  constructor() {
    const element = $('grid');
    element.addEventListener('keydown', event => this.#key(event));
    element.addEventListener('focusin', event => this.#choose(Number(event.target.dataset.worker)));
    element.addEventListener('click', event => event.target.dataset.worker && event.target.focus());
    $('page').addEventListener('change', event => this.#turn(Number(event.target.value)));
    $('page-before').addEventListener('click', () => this.#turn(this.#page - 1));
    $('page-after').addEventListener('click', () => this.#turn(this.#page + 1));
  }

  update({ layout, workers, workerId, now }) {
    this.#workers = new Map(workers.map(worker => [worker.workerId, worker]));
    this.#own = workerId;
    this.#now = new Date(now).getTime();
    const size = 2 ** layout.workerBits;
    if (size !== this.#size) {
      this.#size = size;
      this.#focusable = workerId ?? 0;
      this.#chosen = workerId;
      this.#build();
      this.#turn(Math.floor(this.#focusable / PAGE));
    }
    this.#count();
    this.#paint();
    this.#pages();
    this.#details();
  }

  /** Goes to a worker, wherever it is: the focus does. */
  show(worker) {
    if (worker < this.#size) {
      this.#turn(Math.floor(worker / PAGE));
      this.#cells[worker % PAGE].focus();
    }
  }

  /** Shows the details of a worker, and leaves the focus where it is. */
  choose(worker) {
    this.#turn(Math.floor(worker / PAGE));
    this.#choose(worker);
    $('details').scrollIntoView({ block: 'nearest' });
  }

  #count() {
    this.counts = { ACTIVE: 0, EXPIRED: 0, COOLING: 0, FREE: this.#size };
    for (const { state } of this.#workers.values()) {
      if (state !== 'FREE') {
        this.counts[state]++;
        this.counts.FREE--;
      }
    }
    for (const state in this.counts) {
      $(`count-${state}`).textContent = amount(this.counts[state]);
    }
  }

  #build() {
    this.#cells = [];
    const rows = [];
    const shown = Math.min(this.#size, PAGE);
    this.#marks = [];
    const top = document.createElement('div');
    top.className = 'edge';
    top.setAttribute('aria-hidden', 'true'); // each cell says its number itself
    for (let column = 0; column < COLUMNS; column += 8) {
      top.append(mark(`+${column}`));
    }
    rows.push(top);
    $('grid').setAttribute('aria-rowcount', Math.ceil(this.#size / COLUMNS));
    for (let i = 0; i < shown; i++) {
      if (i % COLUMNS === 0) {
        const row = document.createElement('div');
        row.setAttribute('role', 'row');
        rows.push(row);
        if (i % (4 * COLUMNS) === 0) {
          this.#marks.push(mark(''));
          row.append(this.#marks.at(-1));
        }
      }
      const cell = document.createElement('div');
      cell.className = 'cell';
      cell.tabIndex = -1;
      cell.setAttribute('role', 'gridcell');
      rows.at(-1).append(cell);
      this.#cells.push(cell);
    }
    $('grid').replaceChildren(...rows);
  }

  #turn(page) {
    this.#page = Math.max(0, Math.min(page, Math.ceil(this.#size / PAGE) - 1));
    if (Math.floor(this.#focusable / PAGE) !== this.#page) {
      this.#focusable = this.#page * PAGE;
    }
    this.#paint();
    this.#pages();
  }

  #paint() {
    const first = this.#page * PAGE;
    this.#marks.forEach((each, i) => {
      each.textContent = amount(first + i * 4 * COLUMNS);
    });
    this.#cells.forEach((cell, i) => {
      const id = first + i;
      const worker = this.#workers.get(id);
      const state = worker?.state ?? 'FREE';
      const own = id === this.#own && state === 'ACTIVE';
      set(cell, 'data-worker', id);
      set(cell, 'data-state', state);
      set(cell, 'data-own', own ? '' : null);
      set(cell, 'aria-selected', id === this.#chosen ? 'true' : null);
      set(cell, 'tabindex', id === this.#focusable ? 0 : -1);
      set(cell, 'aria-label', `Worker ${id}, ${WORDS[state]}`
        + (state === 'ACTIVE' || state === 'EXPIRED' ? `, ${worker.instance}` : '') + (own ? ', this node' : ''));
    });
  }

  #pages() {
    const pages = Math.ceil(this.#size / PAGE);
    $('pages').hidden = pages <= 1;
    if (pages <= 1) {
      return;
    }
    const used = new Array(pages).fill(0);
    for (const { workerId, state } of this.#workers.values()) {
      used[Math.floor(workerId / PAGE)] += state === 'FREE' ? 0 : 1;
    }
    const select = $('page');
    if (select.options.length !== pages) {
      select.replaceChildren(...used.map((_, page) => new Option('', page)));
    }
    used.forEach((count, page) => {
      const text = `${amount(page * PAGE)} to ${amount(Math.min(this.#size, (page + 1) * PAGE) - 1)}: ${count} in use`;
      if (select.options[page].text !== text) {
        select.options[page].text = text;
      }
    });
    select.value = this.#page;
    $('page-before').disabled = this.#page === 0;
    $('page-after').disabled = this.#page === pages - 1;
  }

  #choose(worker) {
    this.#chosen = worker;
    this.#focusable = worker;
    this.#paint();
    this.#details();
  }

  #key(event) {
    const from = Number(event.target.dataset.worker);
    const start = from - (from % COLUMNS);
    const to = {
      ArrowLeft: from - 1,
      ArrowRight: from + 1,
      ArrowUp: from - COLUMNS,
      ArrowDown: from + COLUMNS,
      Home: event.ctrlKey ? 0 : start,
      End: event.ctrlKey ? this.#size - 1 : Math.min(start + COLUMNS, this.#size) - 1,
      PageUp: this.#neighbour(from, -1),
      PageDown: this.#neighbour(from, 1),
    }[event.key];
    if (to === undefined || Number.isNaN(from) || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    if (to >= 0 && to < this.#size) {
      this.show(to);
    }
  }

  /** The next worker id in use in a direction; where it is if there is none. */
  #neighbour(from, direction) {
    const used = [...this.#workers.values()].filter(worker => worker.state !== 'FREE').map(worker => worker.workerId);
    const beyond = used.filter(id => Math.sign(id - from) === direction);
    if (beyond.length === 0) {
      return from;
    }
    return direction > 0 ? Math.min(...beyond) : Math.max(...beyond);
  }

  #details() {
    const worker = this.#workers.get(this.#chosen);
    const state = worker?.state ?? 'FREE';
    if (this.#chosen != null) {
      $('details-title').textContent = `Worker ${this.#chosen}, ${WORDS[state]}`;
      $('details-state').textContent = worker ? MEANING[state] : 'It was never taken.';
    }
    const held = state === 'ACTIVE' || state === 'EXPIRED';
    // As many lines whatever is known, so that nothing moves.
    fill($('details-list'), [
      [held ? 'Holder' : 'Last holder', worker?.instance],
      ['Host', worker?.host],
      ['Process', worker?.pid],
      ['Heartbeat', worker && moment(worker.heartbeatAt, this.#now)],
      ['Ids issued', worker && amount(worker.issued)],
      ['Clock', worker && skew(worker)],
      ['Time left', state === 'ACTIVE' ? seconds(worker.secondsLeft) : '–'],
      ['Reserved', worker && moment(worker.reservedUntil, this.#now)],
      ['Generation', worker && amount(worker.generation)],
    ].map(([term, value]) => [term, value ?? '–']));
  }
}
