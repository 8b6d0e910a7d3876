/** Networks. */
import { Network, NetworkPatch, Networks, NewNetwork } from "../schemas/networks.ts";
import { after, CHANGE_ERRORS, limit, MACHINE_FILTERS, OBJECT_ERRORS, type Operation, object } from "./operation.ts";

export const NETWORKS: readonly Operation[] = [
  {
    id: "listNetworks",
    method: "GET",
    path: "/networks",
    summary: "The networks that the user may see.",
    query: object({ limit, after, name: MACHINE_FILTERS.name, mine: MACHINE_FILTERS.mine }),
    answers: { 200: Networks },
    errors: [],
    example: {},
  },
  {
    id: "createNetwork",
    method: "POST",
    path: "/networks",
    summary: "Makes a network, or reserves addresses of one.",
    body: NewNetwork,
    answers: { 201: Network, 202: Network },
    isKeyed: true,
    errors: [...CHANGE_ERRORS, "NAME_TAKEN", "NO_FREE_LEASE", "DRIVER_REFUSED"],
    example: { body: { name: "lan", address: "10.1.0.0", size: 62 } },
  },
  {
    id: "getNetwork",
    method: "GET",
    path: "/networks/{id}",
    summary: "A network.",
    answers: { 200: Network },
    errors: OBJECT_ERRORS,
    example: { params: { id: "0" } },
  },
  {
    id: "updateNetwork",
    method: "PATCH",
    path: "/networks/{id}",
    summary: "Changes a network.",
    body: NetworkPatch,
    bodyType: "application/merge-patch+json",
    answers: { 200: Network },
    errors: [...CHANGE_ERRORS, "NAME_TAKEN"],
  },
  {
    id: "deleteNetwork",
    method: "DELETE",
    path: "/networks/{id}",
    summary: "Deletes a network that no machine uses.",
    answers: { 202: Network, 204: undefined },
    errors: [...CHANGE_ERRORS, "IN_USE"],
  },
];
