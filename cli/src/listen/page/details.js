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
  const title = make('h3', '', `Body, ${size(length)}`);
  element.append(make('div', 'tools', title, ...buttons, download));
  if (length === 0) {
    element.append(make('div', 'card dim', 'The body is empty.'));
    buttons.forEach((button) => button.remove());
    return element;
  }
  element.append(output);
  if (isCut) {
    element.append(make('p', 'facts', 'Only the beginning is shown. The file has it all.'));
  }
  show(format && formats[format] ? format : Object.keys(formats)[0]);
  return element;
}

/**
 * Indents JSON without changing a number or a string. Returns null if the text is not JSON, or is
 * nested too deeply.
 */
function indented(text) {
  try {
    const value = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
  } catch (error) {
    return null;
  }
  const parts = [];
  let depth = 0;
  let isOpen = false;
  const line = () => `\n${'  '.repeat(depth)}`;
  for (const token of text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g)) {
    const isEnd = token === '}' || token === ']';
    if (isEnd) depth -= 1;
    // Nothing is between the brackets or braces of what is empty.
    if (isOpen !== isEnd) parts.push(line());
    isOpen = token === '{' || token === '[';
    if (isOpen) depth += 1;
    // Each line is indented by its depth, so deeply nested text would grow to gigabytes.
    if (depth > MAX_DEPTH) return null;
    parts.push(token === ':' ? ': ' : token);
    if (token === ',') parts.push(line());
  }
  return parts.join('');
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
