/** `system.multicall` of the XML-RPC library: calls in one call, done one after the other, without a session of its own. */
import { Failure, Fault } from "../failure.ts";
import {
  type Call,
  failureValue,
  faultValue,
  multicallAnswer,
  type Parameter,
  type Payload,
  successValue,
} from "./xmlrpc.ts";

export const MULTICALL = "system.multicall";

const TYPE_NUMBERS = { i4: 0, boolean: 1, string: 4, array: 6, struct: 7, other: 2 } as const;
const TYPE_NAMES = { i4: "INT", boolean: "BOOL", string: "STRING", array: "ARRAY", struct: "STRUCT", other: "DOUBLE" };

function innerCall(element: Parameter): Call {
  if (element.type !== "struct") {
    throw new Fault(
      -501,
      `An element of the multicall array is type ${TYPE_NUMBERS[element.type]}, but should be a struct (with members 'methodName' and 'params')`,
    );
  }
  const member = (name: string): Parameter => {
    const found = element.members.get(name);
    if (found === undefined) throw new Fault(-502, `No member of struct has key '${name}'`);
    return found;
  };
  const [method, params] = [member("methodName"), member("params")];
  if (method.type !== "string") {
    throw new Fault(-501, `Value of type ${TYPE_NAMES[method.type]} supplied where string type was expected.`);
  }
  if (params.type !== "array") {
    throw new Fault(
      -501,
      `Value to be decomposed is of type ${TYPE_NAMES[params.type]}, but the 'A' specifier requires type ARRAY`,
    );
  }
  if (method.value === MULTICALL) throw new Fault(-507, "Recursive system.multicall forbidden");
  return { method: method.value, parameters: params.values };
}

/** The calls that a multicall holds, as far as they are calls. */
export function innerCalls({ parameters: [list] }: Call): Call[] {
  if (list?.type !== "array") return [];
  return list.values.flatMap((element) => {
    try {
      return [innerCall(element)];
    } catch (error) {
      if (error instanceof Fault) return [];
      throw error;
    }
  });
}

/**
 * Performs all calls of one.
 * @returns the whole answer: for each call an array of its one result, or a fault.
 * @throws Fault for what is no multicall; calls before the one at fault are performed.
 */
export function multicall({ parameters }: Call, perform: (call: Call) => Payload): string {
  const [list] = parameters;
  if (list === undefined || parameters.length !== 1) {
    throw new Fault(
      -503,
      `${MULTICALL} takes one parameter, which is an array, each element describing one RPC.  You supplied ${parameters.length} arguments`,
    );
  }
  if (list.type !== "array") {
    throw new Fault(
      -501,
      `${MULTICALL}'s parameter should be an array, each element describing one RPC.  But it is type ${TYPE_NUMBERS[list.type]} instead.`,
    );
  }
  return multicallAnswer(
    list.values.map((element) => {
      const call = innerCall(element);
      try {
        return { result: successValue(perform(call)) };
      } catch (error) {
        if (error instanceof Failure) return { result: failureValue(call.method, error) };
        if (error instanceof Fault) return { fault: faultValue(error) };
        throw error;
      }
    }),
  );
}
