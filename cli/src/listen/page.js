'use strict';
// Everything from a request is shown with `textContent`, never as HTML.

const ROW_HEIGHT = 54;
const SPARE_ROWS = 10;
const PAGE_SIZE = 1000;
const MAX_HEX = 16 * 1024;

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

// Data

async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

/** Adds a request, or replaces it. */
function put(request) {
  const at = requests.findIndex((own) => own.id <= request.id);
  if (at >= 0 && requests[at].id === request.id) {
    requests[at] = request;
    const row = shown.findIndex((own) => own.id === request.id);
    if (row >= 0) shown[row] = request;
    if (chosen === request.id) showDetails(request.id);
  } else {
    request.isNew = true;
    requests.splice(at < 0 ? requests.length : at, 0, request);
    if (matches(request)) {
      const row = shown.findIndex((own) => own.id < request.id);
      shown.splice(row < 0 ? shown.length : row, 0, request);
      // The rows in view stay where they are.
      if (list.scrollTop > 0) list.scrollTop += ROW_HEIGHT;
    }
    if (chosen === null) choose(request.id);
  }
  draw();
}

let loads = 0;

/** Loads the list anew: the newest requests first, and older ones after them. */
async function load() {
  const mine = ++loads;
  const old = new Set(requests);
  loading += 1;
  try {
    let page = await get('requests?limit=200');
    if (mine !== loads) return;
    const newest = page.length > 0 ? page[0].id : 0;
    // Requests that arrived meanwhile are kept.
    requests = requests.filter((own) => !old.has(own) && own.id > newest).concat(page);
    let wanted = 200;
    for (;;) {
      shown = requests.filter(matches);
      if (chosen === null && requests.length > 0) chooseFirst();
      draw();
      if (page.length < wanted) return;
      wanted = PAGE_SIZE;
      page = await get(`requests?limit=${wanted}&before=${page[page.length - 1].id}`);
      if (mine !== loads) return;
      requests = requests.concat(page);
    }
  } catch (error) {
    connected(false);
  } finally {
    loading -= 1;
    draw();
  }
}

function chooseFirst() {
  const wanted = Number(location.hash.slice(1));
  choose(Number.isInteger(wanted) && wanted > 0 ? wanted : requests[0].id);
}

function connected(is) {
  const element = $('connection');
  element.className = is ? 'live' : 'lost';
  const text = is ? 'Live' : 'Disconnected: trying again';
  const label = element.querySelector('span');
  if (label.textContent !== text) label.textContent = text;
}

function follow() {
  const events = new EventSource('events');
  events.addEventListener('open', () => connected(true));
  events.addEventListener('error', () => connected(false));
  events.addEventListener('request', (event) => put(JSON.parse(event.data)));
  events.addEventListener('reset', load);
}

// Details

async function showDetails(id) {
  let data;
  try {
    data = await get(`requests/${id}`);
  } catch (error) {
    data = null;
  }
  if (id !== chosen) return;
  const place = $('details');
  const isSame = place.dataset.id === String(id);
  place.dataset.id = id;
  place.replaceChildren(...(data ? details(data) : [
    make('p', 'hint', `Request ${id} is no longer stored.`),
  ]));
  if (!isSame) place.scrollTop = 0;
}

function details(data) {
  const { entry } = data;
  const { verdict } = entry;
  const badge = make('span', `badge ${verdict.result}`, WORDS[verdict.result].join(' '));
  const parts = [
    make('div', 'title', make('h2', '', `${entry.method} ${entry.target}`), badge),
    make('p', 'facts', facts(entry)),
    block('Result', ...result(entry)),
  ];
  if (data.body) parts.push(body(entry.id, data.body));
  if (data.headers) parts.push(block('Header fields', headers(data.headers)));
  if (data.replay) parts.push(replay(data.replay));
  if (!data.headers) {
    parts.push(make('p', 'facts', 'The bytes of this request are not stored.'));
  }
  return parts;
}

function block(title, ...content) {
  const element = make('section', 'block', make('h3', '', title), ...content);
  element.setAttribute('aria-label', title);
  return element;
}

function facts(entry) {
  const { event, delivery_id: id } = entry.verdict;
  return [
    `Request ${entry.id}`, new Date(entry.at).toLocaleString(), size(entry.bytes),
    event && `event ${event}`, id && `delivery ${id}`,
  ].filter(Boolean).join(' · ');
}

/** Creates a paragraph of text in which names are quoted with backticks. */
function prose(kind, text) {
  const parts = text.split('`');
  const isQuoted = (index) => index % 2 === 1 && index < parts.length - 1;
  return make('p', kind, ...parts.map((part, index) => {
    if (isQuoted(index)) return make('code', '', part);
    return index % 2 === 1 ? `\`${part}` : part;
  }));
}

function result(entry) {
  const { verdict } = entry;
  const texts = {
    verified: 'The request is authentic.',
    handshake: 'The provider asks whether you own this endpoint.',
    rejected: 'The request is not authentic, or not complete.',
    incomplete: 'The body did not arrive as a whole.',
    unchecked: 'No provider was chosen, so nothing was verified.',
  };
  const card = make('div', 'card');
  if (verdict.reason) {
    const reason = prose('', verdict.reason);
    card.append(make('strong', verdict.result, reason));
  } else {
    card.append(prose('', texts[verdict.result]));
  }
  if (verdict.detail) card.append(prose('dim', verdict.detail));
  if (verdict.similar && verdict.similar.length > 0) {
    const slug = verdict.similar[0];
    const command = `verihook listen --provider ${slug} --secret-env WEBHOOK_SECRET`;
    const all = verdict.similar.join('`, `');
    card.append(prose('', `It has the header fields of \`${all}\`. To verify: \`${command}\``));
  }
  card.append(answer(entry));
  return [card, ...(verdict.findings || []).map(finding)];
}

function finding(found) {
  return make('div', 'card',
    make('div', '', make('code', 'code', found.code), make('span', 'dim', found.certainty)),
    prose('', found.evidence),
    prose('remedy', found.remedy));
}

function answer({ forward, status }) {
  if (!forward) {
    return prose('dim', status === null ? 'Not answered yet.' : `Answered with ${status}.`);
  }
  if (forward.error) {
    return prose('error', `Not forwarded: ${forward.error}. The sender got ${status}.`);
  }
  return prose('dim', `Forwarded: the server answered with ${forward.status} in ${forward.ms} ms.`);
}

/** Names of header fields whose values are hidden at first, as the screen may be shared. */
const CREDENTIALS = /^(proxy-)?authorization$|^cookie$|token|secret|password|passcode|api-?key/i;

function concealed(value) {
  const button = make('button', '', 'Show');
  button.type = 'button';
  button.setAttribute('aria-label', 'Show the value');
  const element = make('div', 'secret', make('span', '', '••••••••'), button);
  button.addEventListener('click', () => element.replaceWith(value));
  return element;
}

function headers(fields) {
  const table = make('table', '');
  for (const [name, value] of fields) {
    const head = make('th', '', name);
    head.scope = 'row';
    const shown = CREDENTIALS.test(name) ? concealed(value) : value;
    table.append(make('tr', '', head, make('td', '', shown)));
  }
  return make('div', 'card', table);
}

function body(id, { length, text, base64, is_cut: isCut }) {
  const formats = {};
  const formatted = text && !isCut ? indented(text) : null;
  if (formatted !== null) formats.Formatted = () => formatted;
  if (text !== null) formats.Text = () => text;
  formats.Hex = () => hex(base64);
  const element = make('section', 'block');
  element.setAttribute('aria-label', 'Body');
  const output = make('pre', 'body');
  output.tabIndex = 0;
  output.setAttribute('aria-label', 'Body');
  const buttons = Object.keys(formats).map((name) => {
    const button = make('button', '', name);
    button.type = 'button';
    button.addEventListener('click', () => {
      format = name;
      show(name);
    });
    return button;
  });
  const show = (name) => {
    output.textContent = formats[name]();
    output.classList.toggle('hex', name === 'Hex');
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(button.textContent === name));
    }
  };
  const download = make('a', '', 'Raw request');
  download.href = `requests/${id}/raw`;
  element.append(make('div', 'tools', make('h3', '', `Body, ${size(length)}`), ...buttons, download));
  if (length === 0) {
    element.append(make('div', 'card dim', 'The body is empty.'));
    buttons.forEach((button) => button.remove());
    return element;
  }
  element.append(output);
  if (isCut) element.append(make('p', 'facts', 'Only the beginning is shown. The file has it all.'));
  show(format && formats[format] ? format : Object.keys(formats)[0]);
  return element;
}

/** Indents JSON without changing a number or a string. Returns null if the text is not JSON. */
function indented(text) {
  try {
    const value = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
  } catch (error) {
    return null;
  }
  let out = '';
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  for (const token of text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g)) {
    if (token === '{' || token === '[') {
      depth += 1;
      out += token + line();
    } else if (token === '}' || token === ']') {
      depth -= 1;
      out = /[{[]\s*$/.test(out.slice(-2 * depth - 5)) ? out.trimEnd() + token : out + line() + token;
    } else if (token === ',') {
      out += token + line();
    } else {
      out += token === ':' ? ': ' : token;
    }
  }
  return out;
}

function hex(base64) {
  const bytes = atob(base64);
  const lines = [];
  for (let at = 0; at < Math.min(bytes.length, MAX_HEX); at += 16) {
    const part = [...bytes.slice(at, at + 16)].map((byte) => byte.charCodeAt(0));
    const digits = part.map((byte) => byte.toString(16).padStart(2, '0'));
    const left = digits.slice(0, 8).join(' ').padEnd(23);
    const right = digits.slice(8).join(' ').padEnd(23);
    const text = part.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.'));
    lines.push(`${at.toString(16).padStart(8, '0')}  ${left}  ${right}  ${text.join('')}`);
  }
  if (bytes.length > MAX_HEX) lines.push('…');
  return lines.join('\n');
}

function replay(command) {
  const code = make('code', '', command);
  code.id = 'replay';
  const button = make('button', 'copy', 'Copy');
  button.type = 'button';
  button.dataset.copy = 'replay';
  button.setAttribute('aria-label', 'Copy the replay command');
  return block('Send it again', make('div', 'line', code, button));
}

// The rest

async function copy(event) {
  const button = event.target.closest('button[data-copy]');
  if (!button) return;
  try {
    await navigator.clipboard.writeText($(button.dataset.copy).textContent);
    button.textContent = 'Copied';
  } catch (error) {
    button.textContent = 'Not allowed';
  }
  setTimeout(() => { button.textContent = 'Copy'; }, 1500);
}

async function start() {
  $('filter').addEventListener('input', refilter);
  $('requests').addEventListener('keydown', move);
  list.addEventListener('scroll', draw, { passive: true });
  window.addEventListener('resize', draw);
  document.addEventListener('click', copy);
  loading += 1;
  follow();
  try {
    const state = await get('state');
    const slug = state.provider || 'github';
    $('url').textContent = state.url;
    $('send-url').textContent = `${state.url}/`;
    $('send-verihook').textContent =
      `verihook send ${state.url}/ --provider ${slug} --secret-env WEBHOOK_SECRET --body '{"hello":"world"}'`;
    $('send-curl').textContent = `curl ${state.url}/ --json '{"hello":"world"}'`;
    $('provider').textContent = state.provider || 'any provider, not verified';
    $('forward').hidden = !state.forward;
    $('forward').textContent = state.forward ? `forwards to ${state.forward}` : '';
  } catch (error) {
    connected(false);
  } finally {
    loading -= 1;
    draw();
  }
}

start();
