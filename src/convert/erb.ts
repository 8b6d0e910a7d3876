/** From templates in Ruby (ERB) to eta: tag by tag, by what templates of the old server hold. */
import { markOf } from "../templates/marks.ts";
import { findRuby } from "../templates/ruby.ts";
import type { Remark } from "./options.ts";

export interface ConvertedTemplate {
  readonly text: string;
  readonly remarks: readonly Remark[];
}

/** Where a value of the request is found in `it`. */
const VALUES: Readonly<Record<string, string>> = {
  NAME: "it.name",
  CPU: "it.cpu",
  MEMORY: "it.memory",
  INSTANCE_TYPE: "it.instanceType",
};
const INFO = /@vm_info\[\s*(['"])(\w+)\1\s*\]/;
const HREF = "attr\\(\\s*['\"](?:STORAGE|NETWORK)['\"]\\s*,\\s*['\"]href['\"]\\s*\\)";

const LAST = `${HREF}\\.split\\(\\s*['"]/['"]\\s*\\)\\.last`;

/** Whether the pattern describes all of it. */
function is(pattern: string, code: string): boolean {
  return new RegExp(pattern).exec(code)?.[0] === code;
}

/** A name, a number, or a text that both languages write alike. */
const PLAIN = String.raw`\w+|\d+\.\d+|'[^'\\]*'|"[^"\\#]*"`;
const NIL = new RegExp(String.raw`^(.+?)\.nil\?\s*\?\s*(${PLAIN})\s*:\s*(.+$)`);
const OR = new RegExp(String.raw`^(.+?)\s*\|\|\s*(${PLAIN})($)`);

/** A value in Ruby, as eta writes it; undefined for values that are not known. */
function translated(ruby: string): string | undefined {
  const code = ruby.trim();
  const [whole, , name = ""] = INFO.exec(code) ?? [];
  if (whole === code) return VALUES[name];
  const otherwise = NIL.exec(code) ?? OR.exec(code);
  if (otherwise !== null) {
    const [, tested = "", fallback = "", same = ""] = otherwise;
    const value = translated(tested);
    return value !== undefined && (same === "" || same.trim() === tested.trim())
      ? `${value} ?? ${fallback}`
      : undefined;
  }
  if (code === "@itype") return "it.instanceType";
  if (is(`disk\\.${LAST}`, code)) return "disk.imageId";
  if (is(`nic\\.${LAST}`, code)) return "nic.networkId";
  if (/^nic\[\s*['"]IP['"]\s*\]$/.test(code)) return "nic.ip";
  if (code === "cont.name") return "name";
  if (code === "cont.text") return "value";
  return undefined;
}

/** A condition in Ruby as JavaScript. */
function conditionOf(ruby: string): string | undefined {
  const code = ruby.trim();
  if (code === "first") return "first";
  if (code === "cont.text") return 'value !== ""';
  if (/^@vm_info\.has_elements\?\(\s*['"]CONTEXT['"]\s*\)$/.test(code)) return "it.context.length > 0";
  if (is(`disk\\.${HREF}`, code)) return "disk.imageId !== undefined";
  if (is(`nic\\.${HREF}`, code)) return "nic.networkId !== undefined";
  const value = translated(code.replace(/\s*!=\s*nil$/, ""));
  return value === undefined || value.includes("??") ? undefined : `${value} !== undefined`;
}

const LOOPS: readonly (readonly [RegExp, string])[] = [
  [/^@vm_info\.each\(\s*['"]DISK['"]\s*\)\s+do\s+\|disk\|$/, "for (const disk of it.disks) {"],
  [/^@vm_info\.each\(\s*['"]NIC['"]\s*\)\s+do\s+\|nic\|$/, "for (const nic of it.nics) {"],
  [/^@vm_info\.each\(\s*['"]CONTEXT\/\*['"]\s*\)\s+do\s+\|cont\|$/, "for (const [name, value] of it.context) {"],
];

/** Something that an `end` closes. */
const OPENS = /^(?:if|unless|while|for|case)\b|\bdo\s*(?:\|[^|]*\|)?$/;

/** @param text of a template whose output oned's syntax has. */
export function convertErb(text: string): ConvertedTemplate {
  const remarks: Remark[] = [];
  /** Whether each open block was converted. */
  const open: boolean[] = [];
  const declared = new Set<string>();

  function statement(code: string): string | undefined {
    if (code === "end") return open.pop() === true ? "}" : undefined;
    if (code === "else") return open.at(-1) === true ? "} else {" : undefined;
    const loop = LOOPS.find(([pattern]) => pattern.test(code))?.[1];
    const condition = /^if\s+([\s\S]+)$/.exec(code)?.[1];
    const tested = condition === undefined ? undefined : conditionOf(condition);
    const opening = loop ?? (tested === undefined ? undefined : `if (${tested}) {`);
    if (OPENS.test(code)) open.push(opening !== undefined);
    return opening ?? assignments(code);
  }

  /** `DEFAULT_CPU = 1`, one or several. */
  function assignments(code: string): string | undefined {
    const parts = code.split(/[\n;]/).map((part) => part.trim());
    const written = parts
      .filter((part) => part !== "")
      .map((part) => {
        const [, name, value] = /^(\w+)\s*=\s*(\d+(?:\.\d+)?|true|false)$/.exec(part) ?? [];
        if (name === undefined) return undefined;
        const first = !declared.has(name);
        declared.add(name);
        return `${first ? "let " : ""}${name} = ${value};`;
      });
    return written.length === 0 || written.includes(undefined) ? undefined : written.join(" ");
  }

  const converted = text.replace(/<%([\s\S]*?)-?%>/g, (tag, inner: string, offset: number) => {
    const code = inner.replace(/^-/, "").trim();
    if (code.startsWith("#")) return `<%/*${code.slice(1).replaceAll("*/", "* /")} */%>`;
    const value = code.startsWith("=") ? translated(code.slice(1)) : undefined;
    if (value !== undefined) return `<%= ${value} %>`;
    // The end of a block that was not converted needs no remark of its own.
    const closing = code === "end" || code === "else";
    const written = code.startsWith("=") ? undefined : statement(code);
    if (written !== undefined) return `<% ${written} %>`;
    if (!closing) {
      const line = text.slice(0, offset).split("\n").length;
      const found = findRuby(tag);
      const message = found?.message ?? `unknown Ruby: ${code.replace(/\s+/g, " ").slice(0, 60)}`;
      remarks.push({ severity: "error", line, message, ...(found !== undefined && { hint: found.hint }) });
    }
    return markOf(code);
  });
  return { text: converted, remarks };
}
