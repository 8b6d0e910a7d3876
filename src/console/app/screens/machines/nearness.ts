/** Which parts of a long list are near what can be seen. */

/** Pixels around what can be seen that are near. */
const AROUND = 500;

type Told = (isNear: boolean, height: number) => void;

/** Pixels between a part and the middle of the window. */
function distance({ boundingClientRect: { top, bottom } }: IntersectionObserverEntry): number {
  return Math.abs((top + bottom - innerHeight) / 2);
}

/**
 * Notifies the parts of a list when they come near and when they go away: in each task one that comes, what is nearest first, and all
 * that go. A reader who scrolls fast brings many of them near at once. To draw them all in one task would hold up the window; to
 * take them away is quick, and what stays makes each picture of the window slower.
 */
export class Nearness {
  readonly #parts = new Map<Element, Told>();
  readonly #coming = new Map<Element, IntersectionObserverEntry>();
  readonly #going = new Map<Element, IntersectionObserverEntry>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #observer = new IntersectionObserver((entries) => this.#note(entries), { rootMargin: `${AROUND}px` });

  /** @returns ends it. */
  observe(element: Element, told: Told): () => void {
    this.#parts.set(element, told);
    this.#observer.observe(element);
    return () => {
      this.#observer.unobserve(element);
      for (const some of [this.#parts, this.#coming, this.#going]) some.delete(element);
    };
  }

  #note(entries: readonly IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      this.#coming.delete(entry.target);
      this.#going.delete(entry.target);
      (entry.isIntersecting ? this.#coming : this.#going).set(entry.target, entry);
    }
    this.#timer ??= setTimeout(() => this.#tell());
  }

  #tell(): void {
    const [comes] = [...this.#coming.values()].toSorted((a, b) => distance(a) - distance(b));
    for (const entry of [...(comes === undefined ? [] : [comes]), ...this.#going.values()]) {
      this.#coming.delete(entry.target);
      this.#going.delete(entry.target);
      this.#parts.get(entry.target)?.(entry.isIntersecting, entry.boundingClientRect.height);
    }
    this.#timer = this.#coming.size > 0 ? setTimeout(() => this.#tell()) : undefined;
  }
}
