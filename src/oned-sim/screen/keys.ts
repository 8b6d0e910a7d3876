/** Keys as RFB names them (keysyms of X11), as far as the stand-in's consoles know them. */

const NAMED: Readonly<Record<number, string>> = { 65293: "\n", 65421: "\n", 65288: "\b", 65289: "    " };
const CONTROL: ReadonlySet<number> = new Set([65507, 65508]);
const ALT: ReadonlySet<number> = new Set([65513, 65514]);
const DELETE: ReadonlySet<number> = new Set([65535, 65439]);

/** A keyboard, and what comes of the keys that are pressed on it. */
export class Keyboard {
  readonly #down = new Set<number>();

  /** @returns what a console writes. */
  key(keysym: number, isDown: boolean): string {
    if (!isDown) {
      this.#down.delete(keysym);
      return "";
    }
    this.#down.add(keysym);
    if (DELETE.has(keysym) && this.#holds(CONTROL) && this.#holds(ALT)) return "\n[Ctrl-Alt-Del]\n";
    if (this.#holds(CONTROL) || this.#holds(ALT)) return "";
    if (keysym >= 0x1000000) return String.fromCodePoint(keysym - 0x1000000);
    return NAMED[keysym] ?? (keysym >= 32 && keysym < 256 ? String.fromCharCode(keysym) : "");
  }

  #holds(keys: ReadonlySet<number>): boolean {
    return [...keys].some((key) => this.#down.has(key));
  }
}
