/** The size that a resize asks for. */
import type { Config } from "../config/config.ts";
import { OcciError } from "../errors.ts";
import type { ActionParameters } from "../model.ts";
import { field, joined, say } from "../wording.ts";
import { requestedCapacity } from "./capacity.ts";
import type { CloudDeps } from "./deps.ts";
import { isType, named, typesHint } from "./type-names.ts";

/**
 * The type that a resize goes by: the one asked for, else the machine's own.
 * @throws OcciError INVALID_REQUEST for one that the cloud does not have (any more).
 */
export function resizeType(
  config: Pick<Config, "vmTypes">,
  asked: string | undefined,
  own: string | undefined,
): string {
  const type = asked ?? own;
  if (type !== undefined && type !== "" && isType(config, type)) return type;
  if (asked !== undefined) {
    throw new OcciError("INVALID_REQUEST", say`There is no ${{ advice: "nameOfSizes" }}${named(asked, " ")}.`, {
      hint: typesHint(config, asked),
    });
  }
  const reason =
    own === undefined
      ? say`does not have ${{ advice: "aSize" }}`
      : say`has ${{ advice: "aSize" }}${named(own, " ")} that no longer exists`;
  throw new OcciError("INVALID_REQUEST", say`The machine ${reason}: name the instance type that it is to get.`, {
    hint: typesHint(config),
  });
}

type Capacity = "cpu" | "memory";

/** `Choose another INSTANCE_TYPE: small, large. custom leaves CPU open.` */
function otherTypes({ config, templates }: CloudDeps, type: string, fixed: readonly Capacity[]) {
  const others = config.vmTypes.map(({ name }) => name).filter((name) => name !== type);
  if (others.length === 0) return say`The cloud has no other ${field("instanceType")}.`;
  const open = others.filter((name) => {
    const capacity = templates.capacity(name);
    return fixed.every((key) => capacity[key] === undefined);
  });
  const choose = say`Choose another ${field("instanceType")}: ${others.join(", ")}.`;
  return open.length === 0 ? choose : say`${choose} With ${open.join(", ")} you choose the size yourself.`;
}

/**
 * CPU and MEMORY that a resize asks for, of oned's template: a type's own, or for what it leaves open the request's
 * within its limits; empty when nothing is asked for.
 * @throws OcciError INVALID_REQUEST for what the type fixes, and as `requestedCapacity`.
 */
export function resizeCapacity(deps: CloudDeps, type: string, params: ActionParameters): [string, string][] {
  const fixed = deps.templates.capacity(type);
  const asked = requestedCapacity(deps, type, params);
  const ignored = (["cpu", "memory"] as const).filter((key) => params[key] !== undefined && fixed[key] !== undefined);
  if (ignored.length > 0) {
    const names = joined(
      ignored.map((name) => field(name)),
      " and ",
    );
    const them = ignored.length > 1 ? "them" : "it";
    throw new OcciError(
      "INVALID_REQUEST",
      say`${names} cannot be chosen: the ${{ advice: "nameOfSizes" }} ${type} fixes ${them}.`,
      {
        hint: otherTypes(deps, type, ignored),
      },
    );
  }
  const { cpu, memory } = { ...fixed, ...asked };
  return [
    ...(cpu === undefined ? [] : [["CPU", cpu] as [string, string]]),
    ...(memory === undefined ? [] : [["MEMORY", memory] as [string, string]]),
  ];
}
