/** From text to keys (keysyms of X11), for machines into which nothing can be pasted. */

const SHIFT = 0xffe1;
const NAMED: Readonly<Record<string, number>> = { "\n": 0xff0d, "\t": 0xff09, "\b": 0xff08 };
/** The characters that need the shift key on a keyboard with US layout. Some VNC servers look at the key alone, and not at its meaning. */
const SHIFTED = /^[A-Z~!@#$%^&*()_+{}|:"<>?]$/;
/** Beyond Latin-1 a keysym is the number of the character in Unicode, and this. */
const UNICODE = 0x1000000;

export interface Key {
  readonly keysym: number;
  readonly down: boolean;
}

function keysymOf(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  return NAMED[letter] ?? (code < 0x100 ? code : UNICODE + code);
}

/** The keys that are pressed and released for a character, in order. */
export function keysOf(letter: string): readonly Key[] {
  const keysym = keysymOf(letter);
  const press = [
    { keysym, down: true },
    { keysym, down: false },
  ];
  return SHIFTED.test(letter) ? [{ keysym: SHIFT, down: true }, ...press, { keysym: SHIFT, down: false }] : press;
}

/** The letters of a text. Line breaks of Windows are one. */
export function lettersOf(text: string): readonly string[] {
  return [...text.replaceAll("\r\n", "\n").replaceAll("\r", "\n")];
}
