// SPDX-License-Identifier: Apache-2.0

import { $, WORDS, amount, seconds, set, since, skew } from './text.js';

const MOST = 500;

/** The workers in use, a row each. */
export class Table {
  #rows = new Map();

  constructor(choose) {
    $('used').addEventListener('click', event => {
      const row = event.target.closest('tr');
      if (row && getSelection().isCollapsed) {
        choose(Number(row.dataset.worker));
      }
    });
  }

  update({ workers, workerId, now }) {
    const used = workers.filter(({ state }) => state !== 'FREE');
    const shown = used.slice(0, MOST);
    const rows = shown.map(worker => this.#row(worker, worker.workerId === workerId, new Date(now).getTime()));
    if (rows.length !== $('used').children.length || rows.some((row, i) => row !== $('used').children[i])) {
      this.#rows = new Map(rows.map(row => [Number(row.dataset.worker), row]));
      $('used').replaceChildren(...rows);
    }
    $('used-more').textContent = used.length === 0 ? 'Nobody holds a worker id.'
      : used.length > MOST ? `And ${amount(used.length - MOST)} more: choose them in the grid.` : '';
  }

  #row(worker, own, now) {
    const row = this.#rows.get(worker.workerId) ?? empty(worker.workerId);
    const { state } = worker;
    const mark = row.querySelector('.cell');
    set(mark, 'data-state', state);
    set(mark, 'data-own', own && state === 'ACTIVE' ? '' : null);
    const texts = [
      `${worker.workerId}`,
      state === 'COOLING' ? `none; ${worker.instance} was the last` : worker.instance,
      since(worker.heartbeatAt, now),
      state === 'ACTIVE' ? seconds(worker.secondsLeft) : WORDS[state],
      skew(worker),
      amount(worker.issued),
    ];
    row.querySelectorAll('.text').forEach((text, i) => {
      if (text.textContent !== texts[i]) {
        text.textContent = texts[i];
      }
    });
    return row;
  }
}

function empty(worker) {
  const row = document.createElement('tr');
  row.setAttribute('role', 'row');
  row.dataset.worker = worker;
  for (const name of ['worker', 'holder', 'heartbeat', 'left', 'skew', 'issued']) {
    const cell = document.createElement('td');
    cell.setAttribute('role', 'cell');
    cell.className = name;
    const text = document.createElement('span');
    text.className = 'text';
    cell.append(text);
    row.append(cell);
  }
  const mark = document.createElement('i');
  mark.className = 'cell';
  mark.setAttribute('aria-hidden', 'true');
  row.firstChild.prepend(mark);
  return row;
}
