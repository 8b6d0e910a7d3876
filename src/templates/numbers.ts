/**
 * Values that must be numbers, as oned 6.10 and 7.4 take them: blanks, `+` and zeros may come before them, and
 * blanks after them for 7.4 only. NETWORK_ID alone is read up to the first character that is not a digit.
 */
import type { TemplateAttribute } from "./syntax.ts";

export interface WrongNumber {
  /** A warning where oned takes the value, and it cannot mean what it says. */
  readonly severity: "error" | "warning";
  /** From 1, of the rendered text. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

const WHOLE = /^\s*\+?\d+$/;
const DECIMAL = /^\s*\+?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const TRAILING = /\s+$/;

/** A size in MiB as oned accepts it: a whole number from 1. */
export function isMebibytes(value: string): boolean {
  return WHOLE.test(value) && Number(value) > 0;
}

/** The wrong ones among the attributes; of several CPU or MEMORY, oned reads the first. */
export function wrongNumbersIn(attributes: readonly TemplateAttribute[]): WrongNumber[] {
  const first = (name: string) => attributes.find((attribute) => attribute.name === name);
  return attributes.flatMap((attribute) => {
    const { name, value } = attribute;
    if (typeof value !== "string") return name === "DISK" ? disk(value) : name === "NIC" ? nic(value) : [];
    if (attribute !== first(name)) return [];
    const number = value.trimEnd();
    if (name === "MEMORY" && !isMebibytes(number)) {
      return [error(attribute, "MEMORY must be a whole number of MiB", "write MEMORY = 1024")];
    }
    if (name === "CPU" && !(DECIMAL.test(number) && Number(number) > 0)) {
      return [error(attribute, "CPU must be a number above 0", "write CPU = 1, or CPU = 0.5")];
    }
    const named = name === "MEMORY" || name === "CPU";
    return named && number !== value ? [blanks(name, attribute)] : [];
  });
}

function disk(members: readonly TemplateAttribute[]): WrongNumber[] {
  const id = member(members, "IMAGE_ID");
  const size = member(members, "SIZE");
  if (id !== undefined && WHOLE.test(id.value.trim()) && TRAILING.test(id.value)) {
    return [blanks("IMAGE_ID", id)];
  }
  if (id !== undefined && !has(members, "IMAGE") && !has(members, "TYPE") && !WHOLE.test(id.value)) {
    return [error(id, "IMAGE_ID must be the id of an image", "`oneimage list` shows the ids")];
  }
  // outdated.ts reports the faults of a disk without an image.
  if (size === undefined || size.value === "" || !(has(members, "IMAGE_ID") || has(members, "IMAGE"))) return [];
  if (/^\s*(?:[+-]?0+|-\d+)$/.test(size.value)) {
    return [error(size, "SIZE of a DISK must be a whole number of MiB", "write SIZE = 2048, or leave it out")];
  }
  if (/^\s*\+?\d+\s*$/.test(size.value)) return [];
  const message = `SIZE of a DISK must be a whole number of MiB, and OpenNebula takes "${size.value}" unread`;
  const { line, column } = size;
  return [{ severity: "warning", line, column, message, hint: "write SIZE = 2048, or leave it out" }];
}

function nic(members: readonly TemplateAttribute[]): WrongNumber[] {
  const id = member(members, "NETWORK_ID");
  // An empty one names no network, which oned takes.
  if (id === undefined || id.value === "" || has(members, "NETWORK") || /^\s*\+?\d/.test(id.value)) return [];
  return [error(id, "NETWORK_ID must be the id of a network", "`onevnet list` shows the ids")];
}

type Where = Pick<TemplateAttribute, "line" | "column">;

interface TextMember extends Where {
  readonly value: string;
}

function member(members: readonly TemplateAttribute[], name: string): TextMember | undefined {
  const found = members.find((one) => one.name === name);
  return typeof found?.value === "string" ? { ...found, value: found.value } : undefined;
}

function has(members: readonly TemplateAttribute[], name: string): boolean {
  return members.some((one) => one.name === name);
}

/** 7.4 takes them. */
export function blanks(name: string, { line, column }: Where): WrongNumber {
  const message = `OpenNebula 6.10 refuses ${name} with a blank after the number`;
  return { severity: "warning", line, column, message, hint: "remove the blank" };
}

function error({ line, column }: Where, message: string, hint: string): WrongNumber {
  return { severity: "error", line, column, message, hint };
}
