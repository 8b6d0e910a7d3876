/** Rules of a security group as requests have them, in oned's words. */
import type { Value } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import type { TemplateVector } from "../../../opennebula/template-writer.ts";
import { nicAddress } from "../../fields.ts";

export const RULES = "occi.securitygroup.rules";

const PROTOCOLS = ["tcp", "udp", "icmp", "icmpv6", "ipsec", "all"];

function bad(what: string): OcciError {
  return new OcciError("INVALID_REQUEST", `${RULES}: ${what}.`, {
    hint: 'A rule is {"type": "inbound"|"outbound", "protocol": "tcp"|"udp"|"icmp"|"icmpv6"|"ipsec"|"all", "port": "22,80:90", "range": "192.0.2.0+16"}.',
  });
}

function text(rule: Readonly<Record<string, Value>>, name: string): string | undefined {
  const value = rule[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string" && typeof value !== "number") throw bad(`${name} must be a string`);
  return String(value).trim();
}

/** IP and SIZE of `192.0.2.0+16` or `192.0.2.0/28`, or NETWORK_ID of `/network/3`. */
function rangeEntries(range: string): [string, string][] {
  if (range.includes("://")) throw bad("range must be a path such as /network/3, not a URI");
  const network = /(?:^|\/)network\/(\d{1,9})$/.exec(range)?.[1];
  if (network !== undefined) return [["NETWORK_ID", network]];
  const [, text = "", sign, number] = /^([0-9a-fA-F.:]{2,39})(?:([+/])(\d{1,9}))?$/.exec(range) ?? [];
  if (text === "") throw bad("range must have a form such as 192.0.2.0/28 or /network/3");
  const address = nicAddress(text, `${RULES}: range`);
  const ip = address.ip ?? address.ip6 ?? "";
  if (number === undefined)
    return [
      ["IP", ip],
      ["SIZE", "1"],
    ];
  if (sign === "+")
    return [
      ["IP", ip],
      ["SIZE", number],
    ];
  const bits = (ip.includes(":") ? 128 : 32) - Number(number);
  if (bits < 0 || bits > 31) throw bad("range is not a network that OpenNebula can represent");
  return [
    ["IP", ip],
    ["SIZE", String(2 ** bits)],
  ];
}

/** The limit for the ports of one rule: hundreds of ranges. */
const LONGEST_PORTS = 8_192;

/** Ports and ranges of them, from 0 to 65535, with commas between them. */
function isPorts(text: string): boolean {
  if (text.length > LONGEST_PORTS) return false;
  return text.split(",").every((part) => {
    const [, from, to = from] = /^(\d{1,5})(?::(\d{1,5}))?$/.exec(part) ?? [];
    return from !== undefined && Number(from) <= Number(to) && Number(to) <= 65_535;
  });
}

/**
 * RULE vectors of a request.
 * @throws OcciError INVALID_REQUEST naming what is wrong.
 */
export function ruleEntries(value: Value | undefined): (readonly ["RULE", TemplateVector])[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw bad("it must be a list");
  return value.map((rule: Value) => {
    if (typeof rule !== "object" || Array.isArray(rule)) throw bad("each rule must be an object");
    const fields = rule as Readonly<Record<string, Value>>;
    const unknown = Object.keys(fields).find((name) => !["type", "protocol", "port", "range"].includes(name));
    if (unknown !== undefined) throw bad(`${unknown.slice(0, 64)} is not known`);
    const [type, protocol] = [text(fields, "type")?.toLowerCase(), text(fields, "protocol")?.toLowerCase() ?? "all"];
    if (type !== "inbound" && type !== "outbound") throw bad("type must be inbound or outbound");
    if (!PROTOCOLS.includes(protocol)) throw bad(`protocol must be one of ${PROTOCOLS.join(", ")}`);
    const vector: [string, string][] = [
      ["PROTOCOL", protocol.toUpperCase()],
      ["RULE_TYPE", type],
    ];
    const [port, range] = [text(fields, "port"), text(fields, "range")];
    if (port !== undefined && port !== "") {
      if (!isPorts(port)) throw bad("port must have a form such as 22,80:90");
      vector.push(["RANGE", port]);
    }
    if (range !== undefined && range !== "") vector.push(...rangeEntries(range));
    return ["RULE", vector] as const;
  });
}
