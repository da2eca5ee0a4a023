const SECONDS = 60;

/** Draws how fast counters grow: one line for each, over the last minute. */
export class Chart {

  #svg;
  #peak;
  #last = null;
  #rates = [];

  constructor(svg, peak) {
    this.#svg = svg;
    this.#peak = peak;
  }

  /** Adds the counters of this second; null when they are unknown. */
  add(counters) {
    if (counters && this.#last) {
      const seconds = (performance.now() - this.#last.at) / 1000;
      // Counters start again at zero with the application
      const rate = (name) => Math.max(0, (counters[name] - this.#last[name]) / seconds);
      this.#rates.push({ hits: rate("hits"), sql: rate("sql") });
      this.#rates = this.#rates.slice(-SECONDS);
    }
    this.#last = counters && { ...counters, at: performance.now() };
    this.#draw();
  }

  #draw() {
    const { width, height } = this.#svg.viewBox.baseVal;
    const peak = Math.max(1, ...this.#rates.flatMap(({ hits, sql }) => [hits, sql]));
    for (const name of ["hits", "sql"]) {
      const points = this.#rates.map((rate, index) => {
        const x = width * (1 - (this.#rates.length - 1 - index) / (SECONDS - 1));
        return `${x.toFixed(1)},${(height * (0.98 - 0.96 * rate[name] / peak)).toFixed(1)}`;
      });
      this.#svg.querySelector(`.${name}`).setAttribute("points", points.join(" "));
    }
    this.#peak.textContent = Math.ceil(peak);
  }

}
