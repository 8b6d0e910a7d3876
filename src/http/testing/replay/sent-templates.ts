/** What this server asks oned to make, held against what the old one asked for. For tests. */
import { parseTemplate, type TemplateNode, type TemplateValue } from "../../../oned-sim/template.ts";
import type { Replayed } from "./replay.ts";

/** Attributes that both have, or that one had in other words: those are compared. */
const COMPARED: Readonly<Record<string, readonly string[]>> = {
  "one.vm.allocate": ["NAME", "INSTANCE_TYPE", "CPU", "MEMORY", "DISK", "NIC", "CONTEXT", "VCPU", "REQUIREMENTS"],
  "one.vn.allocate": ["NAME", "DESCRIPTION", "BRIDGE"],
  "one.image.allocate": ["NAME", "DESCRIPTION", "TYPE", "SIZE", "PERSISTENT"],
  "one.vm.attach": ["DISK"],
};

function shown(value: TemplateValue): string {
  if (typeof value === "string") return value;
  const members = [...value].filter(([name]) => name !== "DEV_PREFIX").map(([name, text]) => `${name}=${text}`);
  return `[${members.toSorted().join(", ")}]`;
}

/** The values of an attribute; an empty one asks for nothing. */
function valuesOf(template: TemplateNode, name: string): string {
  const values = template.filter((attribute) => attribute.name === name).map(({ value }) => shown(value));
  return values.filter((value) => value !== "" && value !== "[]").join(" ");
}

function textOf(params: readonly unknown[]): string {
  return String(params.find((param) => typeof param === "string"));
}

/**
 * The attributes that differ, `case NAME: recorded -> ours`, of all calls that both servers made with success.
 */
export function templateDifferences(all: readonly Replayed[]): string[] {
  return all.flatMap(({ recorded, sent }) =>
    sent.flatMap(({ method, params }) => {
      const old = recorded.calls.find((call) => call.method === method && call.result?.[0] === true);
      const names = COMPARED[method];
      if (old === undefined || names === undefined) return [];
      const theirs = parseTemplate(textOf(old.params));
      const ours = parseTemplate(textOf(params));
      return names
        .map((name) => [name, valuesOf(theirs, name), valuesOf(ours, name)] as const)
        .filter(([, before, now]) => before !== now)
        .map(([name, before, now]) => `${recorded.name} ${name}: ${before} -> ${now}`);
    }),
  );
}
