/** New networks and ipreservations. */
import type { EntityRequest } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { type TemplateEntries, xmlTemplate } from "../../../opennebula/template-writer.ts";
import * as vnets from "../../../opennebula/vnet.ts";
import { configured } from "../../configured.ts";
import * as fields from "../../fields.ts";
import * as networks from "../../network.ts";
import { withLeaseReason } from "../../no-free-lease.ts";
import type { Caller } from "../caller.ts";
import { newNotes, summaryIn, titleIn, withName } from "../new-name.ts";
import { type SentNames, withAttributeNames } from "../restricted-attributes.ts";
import { orRollBack } from "../roll-back.ts";
import { titleNotes } from "../title.ts";
import { numberOf, schemesOf } from "../types/schemes.ts";
import { NETWORK_NOTES } from "./entity.ts";

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;

/** Attributes that are noted in the network as oned calls them, with the names they were sent under. */
function notes({ attributes }: EntityRequest): { readonly entries: TemplateEntries; readonly sent: SentNames } {
  const entries: (readonly [string, string | number])[] = [];
  const sent: (readonly [string, string])[] = [];
  const title = titleIn(attributes);
  if (title !== undefined) entries.push(...(titleNotes(title) as (readonly [string, string])[]));
  const vlan = attributes.get("occi.network.vlan");
  if (typeof vlan === "number") {
    entries.push(["VLAN_ID", vlan]);
    sent.push(["VLAN_ID", "occi.network.vlan"]);
  }
  const label = text(attributes.get("occi.network.label"));
  if (label !== undefined) entries.push([NETWORK_NOTES.label, fields.description(label, "occi.network.label")]);
  const gateway = text(attributes.get("occi.network.gateway"));
  if (gateway !== undefined) {
    const { ip, ip6 } = fields.nicAddress(gateway, "occi.network.gateway");
    entries.push(ip === undefined ? ["GATEWAY6", ip6 ?? ""] : ["GATEWAY", ip]);
  }
  const address = text(attributes.get("occi.network.address"));
  if (address?.includes("/")) entries.push([NETWORK_NOTES.address, address]);
  return { entries, sent };
}

/** @returns the id. @throws OcciError for what is wrong in the request, or as oned refuses. */
export async function createNetwork({ deps, session }: Caller, request: EntityRequest): Promise<number> {
  const { attributes } = request;
  if (attributes.get("occi.network.allocation") === "static") {
    throw new OcciError(
      "NOT_SUPPORTED",
      "occi.network.allocation must be dynamic: OpenNebula assigns all addresses itself.",
    );
  }
  const address = text(attributes.get("occi.network.address"));
  const description = summaryIn(attributes);
  const { entries, sent } = notes(request);
  const created = await withName(titleIn(attributes), "network", (name) =>
    networks.create(
      deps,
      session,
      {
        name,
        ...(address !== undefined && { address }),
        ...(description !== undefined && { description }),
      },
      { withoutAddress: true },
    ),
  );
  if (entries.length === 0) return created.id;
  const update = () => vnets.update(deps.oned, session, created.id, xmlTemplate(entries));
  await orRollBack(
    `/network/${created.id}`,
    () => withAttributeNames(sent, update),
    () => vnets.remove(deps.oned, session, created.id),
  );
  return created.id;
}

/** An address of a network, kept for the user (`one.vn.reserve`). @returns the id of the reservation. */
export async function createReservation(
  { deps, session }: Caller,
  { attributes, mixins }: EntityRequest,
): Promise<number> {
  const { config, oned } = deps;
  const { pool } = schemesOf(config);
  const named = mixins.find((id) => id.startsWith(pool));
  const parent = named === undefined ? config.networkFrom : numberOf(named.slice(pool.length), "pool");
  if (parent === undefined) {
    throw new OcciError("INVALID_REQUEST", "The request does not name the floatingippool that provides the address.", {
      hint: `Add the mixin ${pool}pool_ID with the id of a network.`,
    });
  }
  // The pool of the request is the user's to choose, the configured one is not.
  const reserved = <T>(run: () => Promise<T>): Promise<T> =>
    named === undefined ? configured({ option: "NETWORK_FROM", value: parent, kind: "network" }, run) : run();
  const id = await reserved(() =>
    withName(titleIn(attributes), "address", (name) =>
      withLeaseReason(deps, session, [{ networkId: parent }], () =>
        vnets.reserve(
          oned,
          session,
          parent,
          xmlTemplate([
            ["NAME", name],
            ["SIZE", 1],
          ]),
        ),
      ),
    ),
  );
  const entries: TemplateEntries = [[NETWORK_NOTES.kind, "ipreservation"], ...newNotes(attributes)];
  await orRollBack(
    `/ipreservation/${id}`,
    () => vnets.update(oned, session, id, xmlTemplate(entries)),
    () => vnets.remove(oned, session, id),
  );
  return id;
}
