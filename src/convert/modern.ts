/** Attributes of OpenNebula 2.x to 4.x that have their own syntax, rewritten for today's oned. */
import { outdatedIn, today } from "../templates/outdated.ts";
import { readTemplate, TemplateSyntaxError } from "../templates/syntax.ts";
import type { Remark } from "./options.ts";

const BOOT =
  /\b(BOOT[ \t]*=[ \t]*)("?)((?:hd|cdrom|network)(?:[ \t]*,[ \t]*(?:hd|cdrom|network))*)\2(?=[ \t\n,\]#]|$)/gi;
const RENAMED = /^([ \t]*)(RANK|REQUIREMENTS)(?=[ \t]*=)/gim;

/** @param text of a template in eta, after its Ruby was converted. */
export function modernized(text: string): { readonly text: string; readonly remarks: readonly Remark[] } {
  const remarks: Remark[] = [];
  const booting = text.replace(BOOT, (_, name: string, _quote: string, devices: string, offset: number) => {
    const now = today(devices);
    if (now !== "disk0") {
      const line = text.slice(0, offset).split("\n").length;
      const message = `BOOT = "${devices}" became "${now}"`;
      const hint = "OpenNebula refuses a machine that lacks one of these devices: remove those that are optional";
      remarks.push({ severity: "warning", line, message, hint });
    }
    return `${name}"${now}"`;
  });
  const renamed = booting.replace(RENAMED, "$1SCHED_$2");
  return { text: renamed, remarks: [...remarks, ...outdated(renamed)] };
}

/** Remarks for the operator. A text that cannot be read without its tags is left to `check`. */
function outdated(text: string): readonly Remark[] {
  const plain = text.replaceAll(/<%([\s\S]*?)%>/g, (_, code: string) =>
    code.startsWith("=") ? "1" : code.replaceAll(/[^\n]/g, " "),
  );
  try {
    // Columns are those of the text without its tags.
    return outdatedIn(readTemplate(`${plain}\n`)).map(({ column: _, ...remark }) => remark);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return [];
    throw error;
  }
}
