/** Time in the stand-in: work that oned does behind a call is done later, by time or by hand. */

/** Work for an object is dropped when the object's epoch has moved on. */
export interface Aging {
  epoch: number;
}

interface Job {
  readonly due: number;
  readonly run: () => void;
  readonly live: () => boolean;
}

export class Clock {
  readonly #step: number;
  readonly #manual: boolean;
  #jobs: Job[] = [];
  /** When the work under way was due: what follows from it is counted from there, however late it is done. */
  #dueNow: number | undefined;
  #ticks = 0;

  /** @param step milliseconds that each asynchronous state takes; 0: until the next call; "manual": until `advance`. */
  constructor(step: number | "manual") {
    this.#manual = step === "manual";
    this.#step = step === "manual" ? 1 : step;
  }

  #time(): number {
    return this.#manual ? this.#ticks : Date.now();
  }

  /** Seconds since 1970, as in oned's documents. */
  seconds(): number {
    return Math.floor(Date.now() / 1000);
  }

  /** Does the work one step from now, unless the owner's epoch changes before. */
  after(owner: Aging, run: () => void): void {
    const { epoch } = owner;
    const due = (this.#dueNow ?? this.#time()) + this.#step;
    const job: Job = { due, run, live: () => owner.epoch === epoch };
    let at = this.#jobs.length;
    while (at > 0 && (this.#jobs[at - 1]?.due ?? 0) > job.due) at -= 1;
    this.#jobs.splice(at, 0, job);
  }

  /** Does all work that is due, and the work that follows from it and is due too. */
  runDue(): void {
    const until = this.#time();
    for (let job = this.#jobs[0]; job !== undefined && job.due <= until; job = this.#jobs[0]) {
      this.#jobs.shift();
      this.#dueNow = job.due;
      try {
        if (job.live()) job.run();
      } finally {
        this.#dueNow = undefined;
      }
    }
  }

  /** Moves a manual clock by steps. */
  advance(steps = 1): void {
    for (let done = 0; done < steps; done += 1) {
      this.#ticks += 1;
      this.runDue();
    }
  }

  /** Does all outstanding work at once, whatever the clock. */
  settle(): void {
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) if (job.live()) job.run();
  }
}
