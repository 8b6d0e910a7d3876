/**
 * The words of a command line by the rules of POSIX and GNU: `-p 3`, `-p3`, `-ab`, `--port 3`, `--port=3`, `--`. Node's
 * `parseArgs` has the same tokens, but to load it takes as long as a small command has for everything else.
 */

export type Token =
  | { readonly kind: "positional"; readonly value: string }
  | {
      readonly kind: "option";
      /** Without hyphens; of a short option its long name, where it has one. */
      readonly name: string;
      /** As it was typed, without the value. */
      readonly rawName: string;
      readonly value?: string;
      /** Whether the value is in the same word. */
      readonly inlineValue?: boolean;
    };

/** The properties of an option by which the parser distinguishes its value from the next word. */
export interface Shape {
  readonly takesValue: boolean;
  readonly short?: string | undefined;
}

/** @param args the words. @param shapes of all options, by their long names. */
export function tokensOf(args: readonly string[], shapes: Readonly<Record<string, Shape>>): Token[] {
  const tokens: Token[] = [];
  const longNames = new Map(Object.entries(shapes).flatMap(([name, { short }]) => (short ? [[short, name]] : [])));
  const takesValue = (name: string): boolean => Object.hasOwn(shapes, name) && shapes[name]?.takesValue === true;
  const words = [...args];

  /** An option whose value, if it takes one, is the next word: whatever that begins with. */
  const option = (name: string, rawName: string): void => {
    const value = takesValue(name) ? words.shift() : undefined;
    tokens.push({ kind: "option", name, rawName, ...(value !== undefined && { value, inlineValue: false }) });
  };

  const shortOptions = (letters: string): void => {
    for (let at = 0; at < letters.length; at++) {
      const letter = letters.charAt(at);
      const name = longNames.get(letter) ?? letter;
      const rest = letters.slice(at + 1);
      if (takesValue(name) && rest !== "") {
        tokens.push({ kind: "option", name, rawName: `-${letter}`, value: rest, inlineValue: true });
        return;
      }
      option(name, `-${letter}`);
    }
  };

  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const equals = word.indexOf("=");
    if (word === "--") {
      tokens.push(...words.splice(0).map((value) => ({ kind: "positional" as const, value })));
    } else if (word.startsWith("--") && equals > 2) {
      const name = word.slice(2, equals);
      tokens.push({ kind: "option", name, rawName: `--${name}`, value: word.slice(equals + 1), inlineValue: true });
    } else if (word.startsWith("--")) option(word.slice(2), word);
    // `-` is standard input, and `-12` a number.
    else if (/^-[^-]/.test(word) && !/^-\d+$/.test(word)) shortOptions(word.slice(1));
    else tokens.push({ kind: "positional", value: word });
  }
  return tokens;
}
