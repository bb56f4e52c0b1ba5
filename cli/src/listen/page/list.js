'use strict';
// Everything from a request is shown with `textContent`, never as HTML.

const ROW_HEIGHT = 54;
const SPARE_ROWS = 10;
const PAGE_SIZE = 1000;
const MAX_HEX = 16 * 1024;
const MAX_DEPTH = 100;

const $ = (id) => document.getElementById(id);
const list = $('list');
const rows = $('rows');

/** All requests, newest first. */
let requests = [];
/** The requests that match the filter. */
let shown = [];
let chosen = null;
let loading = 0;
let drawing = false;
/** The format of the body that the user chose. */
let format = null;

const WORDS = {
  verified: ['✓', 'Verified'],
  handshake: ['✓', 'Handshake'],
  rejected: ['✗', 'Rejected'],
  incomplete: ['✗', 'Incomplete'],
  unchecked: ['•', 'Not checked'],
};

/** Creates an element with a class, and text or children. */
function make(tag, kind, ...content) {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  element.append(...content.filter((child) => child !== null && child !== undefined));
  return element;
}

function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function clock(at) {
  const date = new Date(at);
  const time = date.toLocaleTimeString([], { hour12: false });
  return date.toDateString() === new Date().toDateString()
    ? time
    : `${date.toLocaleDateString([], { month: 'short', day: 'numeric' })} ${time}`;
}

// The list

function matches(request) {
  const words = $('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = [
    request.id, request.method, request.target, request.result, WORDS[request.result][1],
    request.reason, request.event, request.similar, request.status,
  ].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

function refilter() {
  shown = requests.filter(matches);
  list.scrollTop = 0;
  draw();
}

function draw() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(() => {
    drawing = false;
    drawNow();
  });
}

function drawNow() {
  const isEmpty = requests.length === 0 && loading === 0;
  document.querySelector('main').classList.toggle('is-empty', isEmpty);
  $('empty').hidden = !isEmpty;
  $('requests').hidden = isEmpty;
  $('details').hidden = isEmpty;
  $('unmatched').hidden = requests.length === 0 || shown.length > 0;
  const all = requests.length.toLocaleString();
  $('count').textContent =
    shown.length === requests.length ? all : `${shown.length.toLocaleString()} of ${all}`;
  document.title = requests.length === 0 ? 'verihook listen' : `(${all}) verihook listen`;
  rows.style.height = `${shown.length * ROW_HEIGHT}px`;
  // Only the rows in view are in the document.
  const first = Math.max(0, Math.floor(list.scrollTop / ROW_HEIGHT) - SPARE_ROWS);
  const visible = Math.ceil(list.clientHeight / ROW_HEIGHT) + 2 * SPARE_ROWS;
  const part = shown.slice(first, first + visible);
  rows.replaceChildren(...part.map((request, index) => row(request, first + index)));
  if (part.some((request) => request.id === chosen)) {
    list.setAttribute('aria-activedescendant', `request-${chosen}`);
  } else {
    list.removeAttribute('aria-activedescendant');
  }
}

function row(request, index) {
  const [mark, word] = WORDS[request.result];
  const element = make('div', request.isNew ? 'row is-new' : 'row');
  delete request.isNew;
  element.id = `request-${request.id}`;
  element.setAttribute('role', 'option');
  element.setAttribute('aria-selected', String(request.id === chosen));
  element.setAttribute('aria-setsize', String(shown.length));
  element.setAttribute('aria-posinset', String(index + 1));
  element.style.top = `${index * ROW_HEIGHT}px`;
  const sign = make('span', `mark ${request.result}`, mark);
  sign.setAttribute('aria-label', word);
  const time = make('time', '', clock(request.at));
  const path = make('span', 'path mono', request.target);
  path.title = request.target;
  const why = [request.reason || (request.result === 'unchecked' ? request.similar : word),
    request.event].filter(Boolean).join(' · ');
  const status = request.forward_error ? 'not forwarded' : request.status;
  const second = [size(request.bytes), status].filter(Boolean).join(' · ');
  element.append(
    make('div', '', sign, make('span', 'method mono', request.method), path, time),
    make('div', 'second', make('span', 'why', why || word), make('span', '', second)),
  );
  element.addEventListener('click', () => choose(request.id));
  return element;
}

function reveal(index) {
  const top = index * ROW_HEIGHT;
  if (top < list.scrollTop) list.scrollTop = top;
  const bottom = top + ROW_HEIGHT - list.clientHeight;
  if (bottom > list.scrollTop) list.scrollTop = bottom;
}

function choose(id) {
  chosen = id;
  history.replaceState(null, '', `#${id}`);
  draw();
  showDetails(id);
}

const PAGE_ROWS = () => Math.max(1, Math.floor(list.clientHeight / ROW_HEIGHT) - 1);
const MOVES = {
  ArrowDown: (index) => index + 1,
  ArrowUp: (index) => index - 1,
  PageDown: (index) => index + PAGE_ROWS(),
  PageUp: (index) => index - PAGE_ROWS(),
  Home: () => 0,
  End: () => shown.length - 1,
};

function move(event) {
  const isInFilter = event.target === $('filter');
  const isArrow = event.key === 'ArrowDown' || event.key === 'ArrowUp';
  if (!Object.hasOwn(MOVES, event.key) || (isInFilter && !isArrow) || shown.length === 0) return;
  event.preventDefault();
  const now = shown.findIndex((request) => request.id === chosen);
  const next = Math.min(shown.length - 1, Math.max(0, MOVES[event.key](now)));
  reveal(next);
  choose(shown[next].id);
}
