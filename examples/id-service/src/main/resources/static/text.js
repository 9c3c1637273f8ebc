// SPDX-License-Identifier: Apache-2.0
// How values are written.

const numbers = new Intl.NumberFormat('en');

export const WORDS = { ACTIVE: 'active', EXPIRED: 'expired', COOLING: 'cooling', FREE: 'free' };

export const $ = id => document.getElementById(id);

export function say(text) {
  $('news').textContent = text;
}

export function amount(value) {
  return value == null ? '–' : numbers.format(Math.round(value));
}

export function micros(value) {
  if (value == null) {
    return '–';
  }
  const [size, unit] = value < 1000 ? [value, 'µs'] : [value / 1000, 'ms'];
  return `${numbers.format(Number(size.toPrecision(3)))} ${unit}`;
}

export function seconds(value) {
  if (value == null) {
    return '–';
  }
  const whole = Math.max(0, Math.floor(value));
  return whole < 100 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** How a clock goes, beside that of the database. */
export function skew({ skewMillis }) {
  return skewMillis === 0 ? 'exact' : `${amount(Math.abs(skewMillis))} ms ${skewMillis > 0 ? 'ahead' : 'behind'}`;
}

/** How long ago a time is, or how far ahead. */
export function since(instant, now) {
  const ago = (now - new Date(instant)) / 1000;
  return ago >= 0 ? `${span(ago)} ago` : `in ${span(-ago)}`;
}

/** How long ago a time is, and the time itself; of another day, that day and the time. */
export function moment(instant, now) {
  const text = exactly(instant, 0);
  const today = text.startsWith(new Date(now).toISOString().slice(0, 10));
  return today ? `${since(instant, now)}, ${text.slice(11, 16)} UTC` : `${text.slice(0, 16)} UTC`;
}

/** A time with up to three digits after the second. */
export function exactly(instant, digits) {
  return `${new Date(instant).toISOString().slice(0, digits === 0 ? 19 : 20 + digits).replace('T', ' ')} UTC`;
}

function span(value) {
  for (const [unit, size] of [['d', 86_400], ['h', 3600], ['min', 60]]) {
    if (value >= 2 * size) {
      return `${numbers.format(Math.floor(value / size))} ${unit}`;
    }
  }
  return `${Math.floor(value)} s`;
}

/** Sets an attribute, or removes it for null; leaves one alone that is the same. */
export function set(element, name, value) {
  if (value === null) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value);
  }
}

/** Fills a list with terms and what they mean; keeps what is the same, so that a selection of text survives. */
export function fill(list, entries) {
  const texts = entries.flat();
  if (list.children.length !== texts.length) {
    list.replaceChildren(...texts.map((_, i) => document.createElement(i % 2 ? 'dd' : 'dt')));
  }
  texts.forEach((text, i) => {
    const child = list.children[i];
    if (text instanceof Node) {
      child.replaceChildren(text);
    } else if (child.textContent !== String(text)) {
      child.textContent = text;
    }
  });
}
