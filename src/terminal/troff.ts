/** Pieces of man pages: man(7). */

/** A text for troff: no character of it means anything but itself. */
export function escaped(text: string): string {
  const plain = text
    .replace(/\\/g, "\\e")
    .replace(/-/g, "\\-")
    .replace(/'/g, "\\(aq")
    .replace(/"/g, "\\(dq")
    .replace(/`([^`]*)`/g, "\\fB$1\\fR")
    .replace(/`/g, "\\(ga");
  return plain.replace(/\^/g, "\\(ha").replace(/~/g, "\\(ti").replace(/^\./gm, "\\&.");
}

/** In bold: what is typed as it stands. */
export const bold = (text: string): string => `\\fB${escaped(text)}\\fR`;
/** In italics: what stands for something else. */
export const italic = (text: string): string => `\\fI${escaped(text)}\\fR`;

/** A paragraph; the records' own line breaks are for the help on terminals. */
export const paragraph = (text: string): string[] => [".PP", escaped(text.replaceAll("\n", " "))];

/** With a capital, but for what is no word: an address, an option. */
export function sentence(text: string): string {
  if (/^\w+:\/\//.test(text)) return text;
  return `${text[0]?.toUpperCase() ?? ""}${text.slice(1)}`;
}

/** Names, each with its meaning. */
export function pairs(rows: readonly (readonly [string, string])[]): string[] {
  return rows.flatMap(([name, meaning]) => [".TP", bold(name), escaped(meaning)]);
}

/** A section; without lines it is left out. */
export function section(title: string, lines: readonly string[]): string[] {
  // A heading begins a paragraph already.
  const [first, ...others] = lines;
  return first === undefined ? [] : [`.SH ${title}`, ...(first === ".PP" ? others : lines)];
}

/** Begins a page: its title, how it is set, and NAME. @param date YYYY-MM-DD. */
export function header(page: {
  readonly name: string;
  readonly number: number;
  readonly summary: string;
  readonly version: string;
  readonly date: string;
}): string[] {
  const { name, number, summary, version, date } = page;
  return [
    `.TH "${name.toUpperCase()}" "${number}" "${date}" "occi\\-server ${version}" "OCCI for OpenNebula"`,
    ".nh",
    ".ad l",
    ...section("NAME", [`${escaped(name)} \\- ${escaped(summary)}`]),
  ];
}

/** The last section: other pages. */
export function seeAlso(pages: readonly { readonly name: string; readonly section: number }[]): string[] {
  if (pages.length === 0) return [];
  return section("SEE ALSO", [pages.map((page) => `${bold(page.name)}(${page.section})`).join(", ")]);
}
