const LOG_LENGTH = 50;
const BURST = 100;
const BURST_AT_ONCE = 4;

const $ = (id) => document.getElementById(id);
const number = new Intl.NumberFormat("en");
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

/* The shop */

class Refused extends Error {}

/** Calls the shop; the answer carries what it cost, see CostFilter. */
async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });
  const answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : null;
  if (!response.ok) {
    throw new Refused(answer?.detail ?? `The shop answered ${response.status}`);
  }
  return {
    answer,
    statements: Number(response.headers.get("X-Sql-Statements")),
    millis: Number(/dur=([\d.]+)/.exec(response.headers.get("Server-Timing"))?.[1]),
  };
}

const read = (book) => call("GET", `api/books/${book.id}`);

/* What was done */

function log(what, source, className, time) {
  const entry = $("entry").content.cloneNode(true);
  entry.querySelector(".what").textContent = what;
  entry.querySelector(".source").textContent = source;
  entry.querySelector(".source").classList.add(className);
  entry.querySelector(".time").textContent = time;
  $("log").prepend(entry);
  $("log").children[LOG_LENGTH]?.remove();
}

const millis = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;

/** Logs what a read cost, and says it beside the book too if there is a place. */
function logRead(what, { statements, millis: time }, place) {
  const source = statements === 0 ? "from the cache"
    : `from the database, ${statements} SQL ${statements === 1 ? "statement" : "statements"}`;
  logAction(what, source, statements === 0 ? "hits" : "sql", millis(time), place);
}

function logAction(what, source, className, time, place) {
  log(what, source, className, time);
  if (place) {
    place.className = `outcome ${className}`;
    place.textContent = `${source}, ${time}`;
  }
}

/** Does what a button is for, and says so when it fails. */
async function run(button, action) {
  const focused = document.activeElement;
  button.disabled = true;
  try {
    await action();
  } catch (error) {
    log(error.message, error instanceof Refused ? "refused" : "failed", "sql", "");
  } finally {
    button.disabled = false;
    if (document.activeElement === document.body) {
      focused.focus();
    }
    await refresh();
  }
}

/* The books */

const books = new Map();

function show(book) {
  books.set(book.id, book);
  const item = $("book").content.cloneNode(true).firstElementChild;
  const form = item.querySelector("form");
  const outcome = item.querySelector(".outcome");
  const { read: readButton, price, delete: deleteButton } = form.elements;
  item.querySelector("cite").textContent = book.title;
  item.querySelector(".by").textContent = `${book.author}, ${book.published}`;
  label(readButton, `Read ${book.title}`);
  label(price, `Price of ${book.title} in euros`);
  label(form.querySelector("[type=submit]"), `Change price of ${book.title}`);
  label(deleteButton, `Delete ${book.title}`);
  price.value = book.price.toFixed(2);

  readButton.addEventListener("click", () => run(readButton, async () => {
    const result = await read(book);
    price.value = result.answer.price.toFixed(2);
    logRead(`Read “${book.title}”`, result, outcome);
  }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(event.submitter ?? price, async () => {
      const { id, ...details } = { ...book, price: price.valueAsNumber };
      const result = await call("PUT", `api/books/${id}`, details);
      logAction(`Price of “${book.title}” is ${price.value}`, "written to the database, evicted from the cache", "sql",
        millis(result.millis), outcome);
    });
  });
  deleteButton.addEventListener("click", () => run(deleteButton, async () => {
    const result = await call("DELETE", `api/books/${book.id}`);
    const next = item.nextElementSibling ?? item.previousElementSibling;
    books.delete(book.id);
    item.remove();
    next?.querySelector("[name=delete]").focus();
    log(`Deleted “${book.title}”`, "deleted from the database, evicted from the cache", "sql", millis(result.millis));
  }));
  $("books").append(item);
}

function label(control, text) {
  control.setAttribute("aria-label", text);
}

function filter() {
  const text = $("filter").value.trim().toLowerCase();
  for (const item of $("books").children) {
    item.hidden = !item.querySelector("p").textContent.toLowerCase().includes(text);
  }
}

/* Many reads */

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function burst() {
  const times = { cache: [], database: [] };
  const stock = [...books.values()];
  let left = stock.length ? BURST : 0;
  const customer = async () => {
    while (left-- > 0) {
      const result = await read(stock[Math.floor(Math.random() * stock.length)]);
      times[result.statements === 0 ? "cache" : "database"].push(result.millis);
    }
  };
  await Promise.all(Array.from({ length: BURST_AT_ONCE }, customer));
  for (const [source, values] of Object.entries(times)) {
    if (values.length) {
      log(`Read ${values.length} at random`, `from the ${source}`, source === "cache" ? "hits" : "sql",
        `median ${millis(median(values))}`);
    }
  }
}

/* Figures */

const sum = (caches, name) => caches.reduce((total, cache) => total + cache.statistics[name], 0);

function showStatistics({ sqlStatements, cacheManager, caches }) {
  const hits = sum(caches, "hits");
  const misses = sum(caches, "misses");
  const known = caches.length > 0;
  $("hits").textContent = known ? number.format(hits) : "–";
  $("misses").textContent = known ? number.format(misses) : "–";
  $("rate").textContent = hits + misses ? percent.format(hits / (hits + misses)) : "–";
  $("sql").textContent = number.format(sqlStatements);
  $("caches").replaceChildren(...caches.map(row));
  $("notice").textContent = known || cacheManager === "MemcachedCacheManager" ? ""
    : `The caches are not in memcached: the cache manager is '${cacheManager}', which counts no hits.`;
}

function row({ name, statistics }) {
  const tr = document.createElement("tr");
  const { hits, misses, puts, evictions, failures } = statistics;
  for (const value of [name, ...[hits, misses, puts, evictions, failures].map(number.format)]) {
    tr.insertCell().textContent = value;
  }
  return tr;
}

async function refresh() {
  try {
    showStatistics((await call("GET", "api/stats")).answer);
  } catch {
    $("notice").textContent = "The shop does not answer.";
  }
}

async function tick() {
  if (!document.hidden) {
    await refresh();
  }
  setTimeout(tick, 1000);
}

/* Start */

$("bargains").addEventListener("click", ({ currentTarget }) =>
  run(currentTarget, async () => logRead("Read the bargains", await call("GET", "api/books/bargains"))));
$("random").addEventListener("click", ({ currentTarget }) => run(currentTarget, burst));
$("clear").addEventListener("click", ({ currentTarget }) => run(currentTarget, async () => {
  await call("DELETE", "api/caches");
  log("Emptied the caches", "all books come from the database again", "sql", "");
}));
$("filter").addEventListener("input", filter);

await run($("filter"), async () => {
  const all = await call("GET", "api/books");
  all.answer.forEach(show);
  logRead(`Listed ${all.answer.length} books`, all);
});
tick();
