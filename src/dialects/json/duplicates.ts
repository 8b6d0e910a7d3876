/** Members that a document has twice. A reader takes the first or the last of them (RFC 8259, 4): neither is what was meant. */
import { type Fault, MOST_FAULTS } from "../../errors.ts";

/** An object or a list that has begun and not ended. */
interface Open {
  /** Names of an object so far; undefined in a list. */
  readonly names: Set<string> | undefined;
  /** The member that comes, or its number in a list. */
  at: string | number;
  /** Whether the next text is a name. */
  awaitsName: boolean;
}

/** Where the text that begins at a quotation mark ends. */
function endOfText(text: string, begin: number): number {
  let at = begin + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

/** @param text is JSON. */
export function duplicatesIn(text: string): Fault[] {
  const open: Open[] = [];
  const faults: Fault[] = [];
  const named = (name: string): void => {
    const inner = open.at(-1);
    if (inner?.names === undefined || !inner.awaitsName) return;
    inner.at = name;
    inner.awaitsName = false;
    if (inner.names.has(name)) {
      const at = open.map((one) => one.at);
      faults.push({ at, message: `${at.join(".").slice(0, 200)} appears more than once.` });
    }
    inner.names.add(name);
  };
  for (let index = 0; index < text.length && faults.length < MOST_FAULTS; index++) {
    const inner = open.at(-1);
    switch (text[index]) {
      case '"': {
        const end = endOfText(text, index);
        if (inner?.awaitsName === true) named(JSON.parse(text.slice(index, end + 1)));
        index = end;
        break;
      }
      case "{":
        open.push({ names: new Set(), at: "", awaitsName: true });
        break;
      case "[":
        open.push({ names: undefined, at: 0, awaitsName: false });
        break;
      case ",":
        if (inner?.names !== undefined) inner.awaitsName = true;
        else if (inner !== undefined) inner.at = Number(inner.at) + 1;
        break;
      case "}":
      case "]":
        open.pop();
        break;
      default:
    }
  }
  return faults;
}
