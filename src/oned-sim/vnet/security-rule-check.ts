/** The faults that oned finds in a rule of a security group. */
import { ipFamily } from "../../ip-address.ts";
import type { Vector } from "../attributes.ts";
import type { Release } from "../records.ts";

const PROTOCOLS = ["TCP", "UDP", "ICMP", "ICMPV6", "IPSEC", "ALL"];
const RANGE = /^(?:\d+(?::\d+)?,)*\d+(?::\d+)?$/;
const LARGEST_PORT = 65535;
const LARGEST_SIZE = 2 ** 32 - 1;

function isInteger(text: string | undefined): boolean {
  return text !== undefined && /^\s*[-+]?\d+$/.test(text);
}

function isSize(text: string | undefined): boolean {
  return text !== undefined && /^\s*\+?\d+$/.test(text) && Number(text) <= LARGEST_SIZE;
}

function isBackwards(ports: string): boolean {
  const [begin, end] = ports.split(":").map(Number);
  return begin !== undefined && end !== undefined && begin > end;
}

function portsFault(protocol: string, range: string, release: Release): string | undefined {
  if (range === "") return undefined;
  if (protocol !== "TCP" && protocol !== "UDP") return "RANGE is supported only for TCP and UDP protocols.";
  if (!RANGE.test(range)) return "Invalid RANGE specification.";
  if (release === "7.4" && range.split(",").some(isBackwards)) {
    return "RANGE BEGIN value is greater than RANGE END value";
  }
  return range.split(/[,:]/).some((port) => Number(port) > LARGEST_PORT) ? "RANGE out of bounds 0-65536." : undefined;
}

function icmpFault(protocol: string, rule: Vector): string | undefined {
  for (const needed of ["ICMP", "ICMPV6"]) {
    const value = rule.get(`${needed}_TYPE`) ?? "";
    if (value === "") continue;
    if (protocol !== needed) return `${needed}_TYPE is supported only for ${needed} protocol.`;
    if (!isInteger(value)) return `Wrong ${needed}_TYPE, it must be integer`;
  }
  return undefined;
}

function targetFault(rule: Vector): string | undefined {
  const ip = rule.get("IP") ?? "";
  if (ip === "") {
    return rule.has("NETWORK_ID") && !isInteger(rule.get("NETWORK_ID")) ? "Wrong NETWORK_ID." : undefined;
  }
  if (!isSize(rule.get("SIZE"))) return "Wrong or empty SIZE.";
  return ipFamily(ip) === undefined ? "Wrong format for IP value." : undefined;
}

/** The first fault in oned's words; undefined when there is none. */
export function ruleFault(rule: Vector, release: Release): string | undefined {
  const protocol = (rule.get("PROTOCOL") ?? "").toUpperCase();
  if (!PROTOCOLS.includes(protocol)) return `Wrong PROTOCOL in rule. Valid options: ${PROTOCOLS.join(", ")}.`;
  const fault = portsFault(protocol, rule.get("RANGE") ?? "", release) ?? icmpFault(protocol, rule);
  if (fault !== undefined) return fault;
  if (!["INBOUND", "OUTBOUND"].includes((rule.get("RULE_TYPE") ?? "").toUpperCase())) {
    return "Wrong RULE_TYPE in rule. Valid options: INBOUND, OUTBOUND.";
  }
  return targetFault(rule);
}
