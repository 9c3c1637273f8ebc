// SPDX-License-Identifier: Apache-2.0

import { $, exactly, fill, since } from './text.js';

const PAUSE = 120;

/** The box that takes an id apart as one types. */
export class Decoder {
  #showWorker;
  #asked = 0;
  #timer;
  #bits = [41, 10, 12];
  #view = null;

  constructor(showWorker) {
    this.#showWorker = showWorker;
    $('id').addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#decode(), PAUSE);
    });
    $('issue').addEventListener('click', () => this.#issue());
  }

  /** Takes the bits of the layout, and lets the time go on. */
  layout(...bits) {
    this.#bits = bits;
    if (this.#view) {
      $('decoded').children[1].textContent = this.#issued();
    }
  }

  async #issue() {
    try {
      const response = await fetch('ids', { cache: 'no-store', headers: { Accept: 'text/plain' } });
      const text = (await response.text()).trim();
      if (!response.ok) {
        this.#hint(JSON.parse(text).detail, true);
        return;
      }
      $('id').value = text;
      await this.#decode();
    } catch {
      this.#hint('The service cannot be reached.', true);
    }
  }

  async #decode() {
    const text = $('id').value.trim();
    const mine = ++this.#asked;
    const fault = this.#fault(text);
    if (text === '' || fault) {
      this.#hint(fault, fault !== '');
      this.#clear();
      return;
    }
    let view;
    try {
      const response = await fetch(`ids/${encodeURIComponent(text)}`, { cache: 'no-store' });
      view = await response.json();
      if (mine !== this.#asked) {
        return; // more was typed meanwhile
      }
      if (!response.ok) {
        this.#hint(view.detail ?? view.title, true);
        this.#clear();
        return;
      }
    } catch {
      if (mine === this.#asked) {
        this.#hint('The service cannot be reached.', true);
        this.#clear();
      }
      return;
    }
    this.#hint('', false);
    this.#show(view);
  }

  /** Why a text cannot be an id in any form, or nothing: most of what stands there while one types need not be asked. */
  #fault(text) {
    if (/^[0-9]{1,19}$/.test(text) || text === '') {
      return '';
    }
    if (!/^[0-9A-Za-z]*$/.test(text)) {
      return 'An id has digits and letters only.';
    }
    return [11, 13].includes(text.length) ? ''
      : `${text.length} characters: base 62 has 11, base 32 has 13, decimal at most 19 digits.`;
  }

  #hint(text, invalid) {
    $('id-hint').textContent = text;
    $('id').setAttribute('aria-invalid', String(invalid));
  }

  #clear() {
    this.#view = null;
    $('decoded').replaceChildren();
    $('bits').hidden = true;
  }

  #issued() {
    return `${exactly(this.#view.instant, 3)}, ${since(this.#view.instant, Date.now())}`;
  }

  #show(view) {
    this.#view = view;
    const worker = document.createElement('button');
    worker.type = 'button';
    worker.className = 'plain';
    worker.textContent = view.workerId;
    worker.setAttribute('aria-label', `Worker ${view.workerId}, show it in the grid`);
    worker.addEventListener('click', () => this.#showWorker(view.workerId));
    fill($('decoded'), [
      ['Issued', this.#issued()],
      ['Worker', worker],
      ['Sequence', view.sequence],
      ['Decimal', view.id],
      ['Base 32', view.base32],
      ['Base 62', view.base62],
    ]);
    const texts = [view.timestamp, view.workerId, view.sequence];
    ['bits-time', 'bits-worker', 'bits-sequence'].forEach((id, i) => {
      $(id).textContent = texts[i];
      $(id).parentElement.style.flex = this.#bits[i];
    });
    $('bits').hidden = false;
  }
}
