import { Plot, line } from "./plots.js";
import { Scene, isPlaying } from "./scenes.js";

const MINUTE = 60;
const IDLE = 1000;
const BUSY = 250;

const $ = (id) => document.getElementById(id);
const number = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const seconds = Array.from({ length: MINUTE }, (_, index) => index - MINUTE + 1);
const ago = (second) => second === 0 ? "now" : `${second} s`;
const minute = [1 - MINUTE, 0];

const plots = {
  requests: new Plot($("requests-plot"), minute, ago, line("--sql", true), line("--cache", true), line("--old", true)),
  queries: new Plot($("queries-plot"), minute, ago, line("--sql", true)),
  latency: new Plot($("latency-plot"), minute, ago, line("--slow", true), line("--soft")),
};

const scenes = [...document.querySelectorAll(".scene")].map((article) => new Scene(article, play, cancel));

async function call(method, path) {
  const response = await fetch(path, { method });
  if (!response.ok) {
    throw new Error(`The shop answered ${response.status}`);
  }
  return response.status === 200 ? response.json() : null;
}

/** Does what a button is for. Whether it was refused is seen from how things are then. */
async function act(method, path) {
  await call(method, path).catch(() => null);
  await refreshOrSay();
}

function play(scene) {
  return act("POST", `api/scenes/${scene}`);
}

function cancel() {
  return act("DELETE", "api/scenes");
}

/** Leaves out where there is nothing, which is most of the time. */
function bumps(values) {
  return values.map((value, at) => value || values[at - 1] || values[at + 1] ? value : null);
}

function showTraffic(traffic) {
  const of = (name) => traffic.map((second) => second[name]);
  const total = traffic.map(({ memcached, database }) => memcached + database);
  const top = (...lines) => Math.max(...lines.flat());
  plots.requests.show([seconds, total, of("memcached"), bumps(of("oldCluster"))], top(total));
  plots.queries.show([seconds, of("queries")], top(of("queries")));
  plots.latency.show([seconds, of("slowestMillis"), of("averageMillis")], top(of("slowestMillis")));
  $("requests").textContent = number.format(total.at(-1));
  $("queries").textContent = number.format(of("queries").at(-1));
  $("slowest").textContent = number.format(of("slowestMillis").at(-1));
}

let questions = 0;
let shown = 0;

/** Shows how things are, unless a later answer did, and tells whether a scene is played. */
async function refresh() {
  const asked = ++questions;
  const [traffic, performances] = await Promise.all([call("GET", "api/traffic"), call("GET", "api/scenes")]);
  const busy = performances.some(isPlaying);
  if (asked < shown) {
    return busy;
  }
  shown = asked;
  showTraffic(traffic);
  scenes.forEach((scene) => scene.show(performances.find((performance) => performance.scene === scene.name), busy));
  return busy;
}

async function refreshOrSay() {
  try {
    const busy = await refresh();
    $("notice").textContent = "";
    return busy;
  } catch {
    $("notice").textContent = "The shop does not answer.";
    return false;
  }
}

async function tick() {
  const busy = !document.hidden && await refreshOrSay();
  setTimeout(tick, busy ? BUSY : IDLE);
}

tick();
