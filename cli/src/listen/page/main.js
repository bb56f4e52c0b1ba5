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

// The whole page

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
    const body = '\'{"hello":"world"}\'';
    const signing = `--provider ${slug} --secret-env WEBHOOK_SECRET`;
    $('send-verihook').textContent = `verihook send ${state.url}/ ${signing}`;
    $('send-curl').textContent = `curl ${state.url}/ --json ${body}`;
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
