/** The state of the form for a new machine: its values, the faults of its fields, and the request that creates the machine. */
import { useMemo, useState } from "preact/hooks";
import { number } from "../../format.ts";
import { refresh } from "../../live.ts";
import type { Image, Me, Size, Template } from "../../model.ts";
import { type ApiError, asApiError } from "../../problem.ts";
import { navigate } from "../../router.ts";
import { text } from "../../text/index.ts";
import { notify } from "../../toast.ts";
import { machineCreator } from "./create.ts";
import { type Demand, demandOf, openCapacity, type Shortage, shortagesOf } from "./demand.ts";
import {
  fieldOf,
  initialValues,
  type LocalFault,
  localFaults,
  type OpenCapacity,
  requestOf,
  type Values,
} from "./values.ts";

export interface FormState {
  readonly values: Values;
  /** Changes values; the faults of their fields are forgotten. */
  readonly set: (change: Partial<Values>) => void;
  readonly setInput: (name: string, value: Values["inputs"][string]) => void;
  /** The fault of a field, by its JSON pointer in the request. */
  readonly fault: (field: string) => string | undefined;
  readonly size: Size | undefined;
  readonly open: OpenCapacity;
  readonly demand: Demand;
  readonly shortages: readonly Shortage[];
  /** Why the last attempt failed. */
  readonly error: ApiError | undefined;
  readonly busy: boolean;
  /** Attempts that failed so far. */
  readonly failures: number;
  /** Creates the machines, and shows them. */
  readonly submit: () => Promise<void>;
}

function faultText({ kind, minimum, maximum }: LocalFault): string {
  const { faults } = text.value.newMachine;
  if (kind === "range") return faults.range(number(minimum ?? 0), number(maximum ?? 0));
  return faults[kind];
}

/** The server's faults by their fields. */
function serverFaults(error: ApiError): ReadonlyMap<string, string> {
  return new Map(error.faults.toReversed().map(({ pointer, detail }) => [fieldOf(pointer), detail]));
}

/** @param template undefined for a machine of an image and a size. */
export function useFormState(
  template: Template | undefined,
  images: readonly Image[],
  sizes: readonly Size[],
  user: Me,
): FormState {
  const [values, setValues] = useState(() =>
    initialValues(template?.inputs ?? [], user.sshKeys, sizes.length === 1 ? (sizes[0]?.name ?? "") : ""),
  );
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map());
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const [failures, setFailures] = useState(0);
  const create = useMemo(machineCreator, []);
  const size = sizes.find(({ name }) => name === values.size);
  const source = { template, size, images };
  const open = openCapacity(source);
  const demand = demandOf(values, source);

  const fail = (next: ReadonlyMap<string, string>): void => {
    setFaults(next);
    setFailures((before) => before + 1);
  };
  const send = async (): Promise<void> => {
    const machines = await create(requestOf(values, template, open));
    const [first] = machines;
    void refresh("machines", "me");
    notify(text.value.newMachine.made(machines.length, first?.name ?? ""));
    navigate(machines.length === 1 && first !== undefined ? `/machines/${first.id}` : "/");
  };
  return {
    ...{ values, size, open, demand, error, busy, failures },
    shortages: shortagesOf(demand, user.quotas),
    fault: (field) => faults.get(field),
    set(change) {
      setValues((before) => ({ ...before, ...change }));
      const changed = Object.keys(change);
      if (!changed.includes("inputs")) setFaults((before) => without(before, changed.map(pointerOf)));
    },
    setInput(name, value) {
      setValues((before) => ({ ...before, inputs: { ...before.inputs, [name]: value } }));
      setFaults((before) => without(before, [`/inputs/${name}`]));
    },
    async submit() {
      setError(undefined);
      const local = localFaults(values, template, open);
      if (local.size > 0) return fail(new Map([...local].map(([field, one]) => [field, faultText(one)])));
      setBusy(true);
      setFaults(new Map());
      try {
        await send();
      } catch (thrown) {
        const failure = asApiError(thrown);
        setError(failure);
        fail(serverFaults(failure));
        setBusy(false);
      }
    },
  };
}

/** The field of the request for a value of the form. */
function pointerOf(name: string): string {
  const others: Readonly<Record<string, string>> = {
    memory: "/memoryMiB",
    otherKey: "/sshKeys",
    keys: "/sshKeys",
    ends: "/endsAt",
  };
  return others[name] ?? `/${name}`;
}

function without(before: ReadonlyMap<string, string>, fields: readonly string[]): ReadonlyMap<string, string> {
  if (!fields.some((field) => before.has(field))) return before;
  return new Map([...before].filter(([field]) => !fields.includes(field)));
}
