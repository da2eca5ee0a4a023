import { Lamp } from "./lamp.js";
import { Plot, line } from "./plots.js";

const SHORTEST = 4;

const number = new Intl.NumberFormat("en");

/** An entry of the page: plays its scene and shows what came of it. */
export class Scene {

  #article;
  #button;
  #verdict;
  #sides;
  #lamp;
  #shown = "";

  constructor(article, play, cancel) {
    this.#article = article;
    this.#button = article.querySelector("button");
    this.#verdict = article.querySelector(".verdict");
    this.#sides = { without: new Side(article.querySelector(".without")), with: new Side(article.querySelector(".with")) };
    const lamp = article.querySelector(".lamp");
    this.#lamp = lamp && new Lamp(lamp);
    this.#button.addEventListener("click", () => this.#button.textContent === "Stop" ? cancel() : play(this.name));
  }

  get name() {
    return this.#article.id;
  }

  /** Shows a performance; undefined before the first one. */
  show(performance, busy) {
    const playing = isPlaying(performance);
    this.#button.textContent = playing ? "Stop" : "Run";
    this.#button.disabled = busy && !playing;
    const state = JSON.stringify(performance);
    if (performance && state !== this.#shown) {
      this.#shown = state;
      this.#showSides(performance);
      this.#lamp?.show(performance.with.migration);
      this.#showVerdict(performance);
    }
  }

  #showSides({ state, without, with: protectedRun }) {
    const runs = [without, protectedRun];
    const top = Math.max(...runs.flatMap(({ samples }) => samples.flat()));
    const end = Math.max(SHORTEST, ...runs.map(({ samples, sampleMillis }) => samples.length * sampleMillis / 1000));
    const most = (figure) => Math.max(...runs.map(({ figures }) => figures[figure]));
    this.#sides.without.show(without, top, end, most, state === "WITHOUT");
    this.#sides.with.show(protectedRun, top, end, most, state === "WITH");
  }

  #showVerdict({ state, without, with: protectedRun }) {
    const { claim, ...words } = this.#article.dataset;
    const text = {
      WITHOUT: () => [],
      WITH: () => [],
      DONE: () => verdict(without.figures[claim], protectedRun.figures[claim], words),
      CANCELLED: () => ["Stopped before its end."],
      FAILED: () => ["This could not be played: the log of the application tells why."],
    }[state]();
    this.#verdict.replaceChildren(...text);
  }

}

class Side {

  #section;
  #plot;
  #lines;

  constructor(section) {
    this.#section = section;
    const main = line(section.classList.contains("with") ? "--cache" : "--sql", true);
    this.#lines = section.querySelector(".truth") ? [line("--soft"), main] : [main];
    this.#plot = new Plot(section.querySelector(".plot"), [0, SHORTEST], (second) => `${second} s`, ...this.#lines);
  }

  show({ samples, sampleMillis, figures }, top, end, most, playing) {
    const played = samples.length > 0;
    this.#section.classList.toggle("playing", playing);
    this.#section.classList.toggle("played", played);
    const times = samples.map((_, index) => index * sampleMillis / 1000);
    const values = this.#lines.map((_, index) => samples.map((sample) => sample[index]));
    this.#plot.show([times, ...values], top, [0, end]);
    for (const row of this.#section.querySelectorAll("[data-figure]")) {
      const { figure, suffix = "" } = row.dataset;
      const value = row.querySelector("dd");
      value.textContent = played ? number.format(figures[figure]) + suffix : "–";
      value.style.setProperty("--share", played ? figures[figure] / Math.max(1, most(figure)) : 0);
    }
  }

}

/** What the figures of both runs say: how much was won, or that there is none any more. */
function verdict(without, protectedBy, { won, none }) {
  if (without <= protectedBy) {
    return ["No difference this time."];
  }
  const strong = document.createElement("strong");
  if (protectedBy === 0) {
    strong.textContent = "0";
    return [strong, `${none}, instead of ${number.format(without)}`];
  }
  strong.textContent = `${number.format(Math.floor(10 * without / protectedBy) / 10)}×`;
  return [strong, won];
}

export const isPlaying = (performance) => ["WITHOUT", "WITH"].includes(performance?.state);
