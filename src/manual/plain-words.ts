/** Markdown inside of a line, as plain text. */

/** Where the files beside the manual are after an installation. */
const INSTALLED = "/usr/share/doc/occi-server/etc/";

/** A span of code, else a link whose text may have code in it. */
const CODE_OR_LINK = /`([^`]*)`|\[((?:[^\]`]|`[^`]*`)+)\]\(([^)\s]+)\)/g;

/** The text without its marks: links say which page they lead to, and between backticks nothing has a meaning. */
export function inline(markdown: string): string {
  let out = "";
  let at = 0;
  for (const { 0: whole, 1: code, 2: text = "", 3: target = "", index } of markdown.matchAll(CODE_OR_LINK)) {
    out += marksOff(markdown.slice(at, index)) + (code ?? linked(inline(text), target));
    at = index + whole.length;
  }
  return (out + marksOff(markdown.slice(at))).replaceAll("&lt;", "<");
}

function marksOff(text: string): string {
  return text.replaceAll("**", "").replace(/\\([\\`*_|<>#-])/g, "$1");
}

function linked(text: string, target: string): string {
  const where = destination(target);
  return where === undefined || text.includes(where) ? text : `${text} (${where})`;
}

/** A command or address that a reader can use; undefined for a place on the same page. */
function destination(target: string): string | undefined {
  if (target.startsWith("#")) return undefined;
  const [, topic, anchor] = /^([a-z-]+)\.md(?:#(.*))?$/.exec(target) ?? [];
  if (topic === "errors" && anchor !== undefined) return `help ${anchor.toUpperCase()}`;
  if (topic !== undefined) return `help ${topic}`;
  return target.replace(/^\.\.\/\.\.\//, INSTALLED.replace("etc/", "")).replace(/^\.\.\//, INSTALLED);
}

/** Breaks at blanks so that no line is longer than `width`, but for longer words. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((each) => each !== "")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
