/** The configuration of OpenNebula 3.0 to 4.6 with its templates, in ours. Nothing is read or written here. */
import type { Fault } from "../config/fault.ts";
import { EMBEDDED } from "../templates/embedded.ts";
import { convertErb } from "./erb.ts";
import { modernized } from "./modern.ts";
import { readOldYaml } from "./old-yaml.ts";
import { convertOptions, type Remark } from "./options.ts";
import { ownPart } from "./shipped.ts";

export interface Old {
  /** Path of the configuration, and its text. */
  readonly file: string;
  readonly text: string;
  /** The text of a template by its name; undefined when the file does not exist. */
  readonly template: (name: string) => { readonly file: string; readonly text: string } | undefined;
}

export interface Converted {
  readonly configuration: string;
  /** By name, for `occi_templates`. */
  readonly templates: ReadonlyMap<string, string>;
  /** Parts that must be done by hand (errors) or checked (warnings). */
  readonly faults: readonly Fault[];
}

/** @throws OcciError FILE_FAULT when it is not a configuration of that time. */
export function convert(old: Old): Converted {
  const options = convertOptions(readOldYaml(old.text, old.file));
  const lines = [...options.lines];
  const faults: Fault[] = options.remarks.map((remark) => ({ ...remark, file: old.file }));
  const templates = new Map<string, string>();
  const report = (file: string, remarks: readonly Remark[]): void => {
    faults.push(...remarks.map((remark) => ({ ...remark, file })));
  };

  for (const { name, template, line } of options.types) {
    const plainName = template.replace(/\.erb$/, "");
    lines.push(`VM_TYPE=[NAME=${name}, TEMPLATE=${plainName}.eta]`);
    const found = old.template(template);
    if (found !== undefined) {
      const { text, remarks } = convertTemplate(found.text);
      templates.set(`${plainName}.eta`, text);
      report(found.file, remarks);
    } else if (!EMBEDDED.has(plainName)) {
      const message = `the template ${template} of the type ${name} is not in occi_templates beside this file`;
      report(old.file, [{ severity: "error", line, message, hint: `write ${plainName}.eta` }]);
    }
  }
  const common = old.template("common.erb");
  if (common !== undefined) {
    const { text, remarks } = convertCommon(common.text);
    if (text !== undefined) templates.set("common.eta", text);
    report(common.file, remarks);
  }
  const network = old.template("network.erb");
  if (network !== undefined) {
    const { text, bridge, remarks } = convertNetwork(network.text);
    if (text !== undefined) templates.set("network.eta", text);
    if (bridge !== undefined && !lines.some((line) => line.startsWith("BRIDGE="))) lines.push(`BRIDGE=${bridge}`);
    report(network.file, remarks);
  }
  const head = `# Made of ${old.file.replaceAll(/\p{Cc}/gu, "?")} by \`occi-server config convert\`.`;
  return { configuration: `${[head, ...lines].join("\n")}\n`, templates, faults };
}

interface Whole {
  /** Undefined when the built-in template says the same. */
  readonly text?: string;
  readonly remarks: readonly Remark[];
}

function withOwn(builtIn: "common" | "network", own: string): string {
  const lines = own.split("\n").filter((line) => line.trim() !== "");
  return `${(EMBEDDED.get(builtIn) ?? "").trimEnd()}\n\n# Of this cloud:\n${lines.join("\n")}\n`;
}

function convertCommon(text: string): Whole {
  const own = ownPart("common", text);
  if (own.trim() === "") return { remarks: [] };
  // The operator's additions to the shipped template go to the end of the built-in one.
  if (!own.includes("<%")) {
    const modern = modernized(own);
    return { text: withOwn("common", modern.text), remarks: modern.remarks };
  }
  return convertTemplate(text);
}

function convertTemplate(erb: string): { readonly text: string; readonly remarks: readonly Remark[] } {
  const { text, remarks } = convertErb(erb);
  const modern = modernized(text);
  return { text: modern.text, remarks: [...remarks, ...modern.remarks] };
}

const BRIDGE = /^[ \t]*BRIDGE[ \t]*=[ \t]*"?([\w.:@+-]+)"?[ \t]*$/im;

/** oned knows other attributes of a network since 4.8: only what was added can be taken over. */
function convertNetwork(text: string): Whole & { readonly bridge?: string } {
  const own = ownPart("network", text);
  const bridge = BRIDGE.exec(own)?.[1];
  const rest = own.replace(BRIDGE, "");
  const found = { ...(bridge !== undefined && { bridge }) };
  if (rest.trim() === "") return { ...found, remarks: [] };
  const line = rest.slice(0, rest.search(/\S/)).split("\n").length;
  if (rest.includes("<%")) {
    const message = "this cannot be converted: networks of current OpenNebula versions have other attributes";
    return {
      ...found,
      remarks: [{ severity: "error", line, message, hint: "write network.eta, starting from the built-in one" }],
    };
  }
  const message = "the additions are at the end of network.eta";
  const hint = "check whether current OpenNebula versions know these attributes (PHYDEV, VLAN_ID, VN_MAD)";
  return { ...found, text: withOwn("network", rest), remarks: [{ severity: "warning", line, message, hint }] };
}
