/** The picture on the screen of a machine: a console with what was typed, and a ball that moves. */
import { hasPoint, LETTER } from "./font.ts";

export const WIDTH = 640;
export const HEIGHT = 400;

/** Red, green, blue, by the number that a pixel has. */
export const COLOURS = [
  [16, 24, 32],
  [220, 228, 236],
  [255, 176, 0],
  [64, 160, 255],
] as const;
const [GROUND, TEXT, BALL, POINTER] = [0, 1, 2, 3];

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const ALL: Area = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
/** Points of the screen for one of a letter. */
const SCALE = 2;
const CELL = { width: (LETTER.width + 1) * SCALE, height: (LETTER.height + 1) * SCALE } as const;
const COLUMNS = Math.floor((WIDTH - 16) / CELL.width);
/** The ball has the lowest part of the screen for itself. */
const FLOOR = 64;
const ROWS = Math.floor((HEIGHT - FLOOR - 16) / CELL.height);
const SIZE = 24;

/** Where something is after some steps, going to and fro between 0 and `end`. */
function toAndFro(steps: number, end: number): number {
  const place = steps % (2 * end);
  return place < end ? place : 2 * end - place;
}

export class Picture {
  /** A number of COLOURS for each point, by rows. */
  readonly pixels = new Uint8Array(WIDTH * HEIGHT);
  readonly #lines: string[];
  #steps = 0;

  /** @param title the first line. */
  constructor(title: string) {
    this.#lines = [title, "", "login: "];
    this.#redraw();
  }

  /** The text on the picture. */
  get text(): string {
    return this.#lines.join("\n");
  }

  /** Writes at the end of the last line. @returns what has changed. */
  type(text: string): Area {
    for (const letter of text) {
      if (letter === "\n") this.#lines.push("");
      else if (letter === "\b") this.#lines.push((this.#lines.pop() ?? "").slice(0, -1));
      else if ((this.#lines.at(-1) ?? "").length >= COLUMNS) this.#lines.push(letter);
      else this.#lines.push((this.#lines.pop() ?? "") + letter);
    }
    this.#lines.splice(0, this.#lines.length - ROWS);
    this.#redraw();
    return ALL;
  }

  /** A mark where the mouse was pressed. @returns what has changed. */
  press(x: number, y: number): Area {
    const area = {
      x: Math.max(0, Math.min(WIDTH - 4, x - 2)),
      y: Math.max(0, Math.min(HEIGHT - 4, y - 2)),
      width: 4,
      height: 4,
    };
    this.#fill(area, POINTER);
    return area;
  }

  /** The ball goes on. @returns what has changed. */
  move(): Area {
    this.#fill(this.#ball(), GROUND);
    this.#steps += 1;
    this.#fill(this.#ball(), BALL);
    return { x: 0, y: HEIGHT - FLOOR, width: WIDTH, height: FLOOR };
  }

  #ball(): Area {
    const x = toAndFro(this.#steps * 8, WIDTH - SIZE);
    return { x, y: HEIGHT - SIZE - toAndFro(this.#steps * 5, FLOOR - SIZE), width: SIZE, height: SIZE };
  }

  #redraw(): void {
    this.#fill(ALL, GROUND);
    for (const [row, line] of this.#lines.entries()) {
      for (const [column, letter] of [...line].entries()) this.#letter(letter, column, row);
    }
    const [row, column] = [this.#lines.length - 1, (this.#lines.at(-1) ?? "").length];
    this.#fill(
      { x: 8 + column * CELL.width, y: 8 + row * CELL.height, width: CELL.width - SCALE, height: CELL.height - SCALE },
      TEXT,
    );
    this.#fill(this.#ball(), BALL);
  }

  #letter(letter: string, column: number, row: number): void {
    for (let x = 0; x < LETTER.width; x++) {
      for (let y = 0; y < LETTER.height; y++) {
        if (!hasPoint(letter, x, y)) continue;
        const area = {
          x: 8 + column * CELL.width + x * SCALE,
          y: 8 + row * CELL.height + y * SCALE,
          width: SCALE,
          height: SCALE,
        };
        this.#fill(area, TEXT);
      }
    }
  }

  #fill({ x, y, width, height }: Area, colour: number): void {
    for (let row = y; row < Math.min(HEIGHT, y + height); row++) {
      this.pixels.fill(colour, row * WIDTH + x, row * WIDTH + Math.min(WIDTH, x + width));
    }
  }
}
