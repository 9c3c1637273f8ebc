// SPDX-License-Identifier: Apache-2.0

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 240;
const HEIGHT = 56;

/** A line of the newest values, and at wish a second one under it. */
export class Chart {
  #svg;
  #size;
  #label;
  #values = [];
  #seconds = [];

  constructor(svg, size, label) {
    this.#svg = svg;
    this.#size = size;
    this.#label = label;
    for (const [name, kind] of [['area', 'path'], ['second', 'path'], ['line', 'path'], ['ground', 'line']]) {
      const shape = document.createElementNS(SVG, kind);
      shape.setAttribute('class', name);
      svg.append(shape);
    }
    const ground = svg.querySelector('.ground');
    ground.setAttribute('x2', WIDTH);
    ground.setAttribute('y1', HEIGHT - 0.5);
    ground.setAttribute('y2', HEIGHT - 0.5);
  }

  /** The most that is shown; null if nothing is. */
  get peak() {
    const known = this.#values.filter(value => value != null);
    return known.length === 0 ? null : Math.max(...known);
  }

  /** @param value a number, or null where there is none: a gap */
  add(value, second = null) {
    this.#values = [...this.#values, value].slice(-this.#size);
    this.#seconds = [...this.#seconds, second].slice(-this.#size);
    const top = Math.max(1, ...this.#values, ...this.#seconds) * 1.1;
    this.#draw('line', this.#values, top, false);
    this.#draw('area', this.#values, top, true);
    this.#draw('second', this.#seconds, top, false);
    const latest = this.#values.findLast(v => v != null);
    if (latest != null) {
      this.#svg.setAttribute('aria-label',
        `The last ${this.#values.length} s: now ${this.#label(latest)}, at most ${this.#label(this.peak)}`);
    }
  }

  #draw(name, values, top, closed) {
    const step = WIDTH / (this.#size - 1);
    const from = this.#size - values.length;
    const runs = [];
    let run = null;
    values.forEach((value, i) => {
      if (value == null) {
        run = null;
        return;
      }
      if (!run) {
        run = [];
        runs.push(run);
      }
      run.push([(from + i) * step, HEIGHT - (value / top) * (HEIGHT - 2) - 1]);
    });
    this.#svg.querySelector(`.${name}`).setAttribute('d', runs.map(points => {
      const path = `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`;
      return closed ? `${path}L${points.at(-1)[0].toFixed(1)} ${HEIGHT}L${points[0][0].toFixed(1)} ${HEIGHT}Z` : path;
    }).join(''));
  }
}
