const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

const words = {
  NEEDED: "The old cluster is still needed",
  REMOVABLE: "The old cluster can go",
};

/** Turns green when an old cluster can go. Until a migration begins, it says what the page has it say. */
export class Lamp {

  #place;
  #status;
  #now;
  #idle;

  constructor(place) {
    this.#place = place;
    this.#status = place.querySelector("[role=status]");
    this.#now = place.querySelector(".now");
    this.#idle = this.#status.textContent;
  }

  /** Shows how far a migration has got; null before it begins. */
  show(migration) {
    this.#place.dataset.verdict = migration?.verdict ?? "";
    this.#now.textContent = migration ? `It had ${percent.format(migration.shareOfOld)} of the hits.` : "";
    this.#say(migration ? words[migration.verdict] : this.#idle);
  }

  /** Only what is new, for it is read aloud. */
  #say(text) {
    if (this.#status.textContent !== text) {
      this.#status.textContent = text;
    }
  }

}
