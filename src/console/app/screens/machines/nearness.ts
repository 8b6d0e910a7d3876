/** Determines which parts of a long list are near the visible part of the page. */

/** Pixels around the visible part of the page that count as near. */
const AROUND = 500;

type OnNearness = (isNear: boolean, height: number) => void;

/** Pixels between a part and the middle of the window. */
function distance({ boundingClientRect: { top, bottom } }: IntersectionObserverEntry): number {
  return Math.abs((top + bottom - innerHeight) / 2);
}

/**
 * Notifies the parts of a list when they come near and when they go away: in each task one that comes, the nearest first, and all
 * that go. A reader who scrolls fast brings many of them near at once. To draw them all in one task would hold up the window; to
 * take them away is quick, and what stays makes each picture of the window slower.
 */
export class Nearness {
  readonly #parts = new Map<Element, OnNearness>();
  readonly #coming = new Map<Element, IntersectionObserverEntry>();
  readonly #going = new Map<Element, IntersectionObserverEntry>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #observer = new IntersectionObserver((entries) => this.#note(entries), { rootMargin: `${AROUND}px` });

  /** @returns stops the observation. */
  observe(element: Element, onNearness: OnNearness): () => void {
    this.#parts.set(element, onNearness);
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
    this.#timer ??= setTimeout(() => this.#notify());
  }

  #notify(): void {
    const [comes] = [...this.#coming.values()].toSorted((a, b) => distance(a) - distance(b));
    for (const entry of [...(comes === undefined ? [] : [comes]), ...this.#going.values()]) {
      this.#coming.delete(entry.target);
      this.#going.delete(entry.target);
      this.#parts.get(entry.target)?.(entry.isIntersecting, entry.boundingClientRect.height);
    }
    this.#timer = this.#coming.size > 0 ? setTimeout(() => this.#notify()) : undefined;
  }
}
