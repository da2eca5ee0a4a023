import uPlot from "./webjars/uplot/dist/uPlot.esm.js";

const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const dark = matchMedia("(prefers-color-scheme: dark)");

/** A line of a chart in a color of the style sheet, with the area below it or without. */
export const line = (color, filled = false) => ({ color, filled });

/** Draws lines over seconds; all begin at zero. */
export class Plot {

  #plot;
  #place;
  #top = 1;
  #span;

  constructor(place, span, label, ...lines) {
    this.#place = place;
    this.#span = span;
    this.#plot = new uPlot({
      ...this.#size(),
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: () => this.#span }, y: { range: () => [0, this.#top] } },
      axes: [this.#axis({ values: (_, splits) => splits.map(label), space: 60, size: 26, grid: { show: false } }),
        this.#axis({ values: (_, splits) => splits.map((value) => Number.isInteger(value) ? short.format(value) : ""),
          space: 32, size: 40 })],
      series: [{}, ...lines.map(({ color, filled }) => ({
        stroke: () => this.#color(color),
        fill: filled ? () => this.#color(`${color}-fill`) : undefined,
        width: 2,
        points: { show: false },
      }))],
    }, [[], ...lines.map(() => [])], place);
    new ResizeObserver(() => this.#plot.setSize(this.#size())).observe(place);
    dark.addEventListener("change", () => this.#plot.redraw(false));
  }

  /** Shows other data, up to a number on the y axis and within a span of seconds. */
  show(data, top, span = this.#span) {
    this.#top = Math.max(1, top * 1.05);
    this.#span = span;
    this.#plot.setData(data);
  }

  #axis(settings) {
    return {
      stroke: () => this.#color("--soft"),
      font: "12px system-ui, sans-serif",
      ticks: { show: false },
      ...settings,
      grid: { stroke: () => this.#color("--line"), width: 1, ...settings.grid },
    };
  }

  #color(name) {
    return getComputedStyle(this.#place).getPropertyValue(name);
  }

  #size() {
    return { width: this.#place.clientWidth, height: this.#place.clientHeight };
  }

}
