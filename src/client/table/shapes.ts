/** Commands that several clients have, each with its kind. */
import type { Command, Example, Options, Word } from "../../terminal/command.ts";
import type { Kind } from "../kinds.ts";
import { wait, YES } from "./common.ts";

/** An XML file may be given instead of options. */
export const CREATE_FILE: Word = { name: "FILE", optional: true, names: "file" };

/** Where the state of a table is in data. */
const STATE_FIELDS = [
  "The STATE in tables is lcm_state (LCM_STATE in XML) while the state is ACTIVE, otherwise the state itself.",
];

/** There are two forms of data: scripts have to know which one they read. */
const DATA_FORM =
  "With every server, JSON and YAML have the members of OpenNebula's XML (instance_type, lcm_state). Only\n" +
  "occi-template and occi-usage print the documents of the server's JSON API.";

export function listCommand(kind: Kind, summary: string): Command {
  return {
    name: "list",
    readOnly: true,
    words: [],
    summary,
    details: [DATA_FORM, ...(kind === "compute" ? STATE_FIELDS : [])],
    options: {},
    examples: [
      ["list", "those that you can see"],
      ["list -o id", "only the ids, one per line, for scripts"],
      ["list -o json | jq .", "with all details"],
    ],
    load: async () => {
      const { list } = await import("../commands/list.ts");
      return (args) => list(kind, args);
    },
  };
}

export function showCommand(kind: Kind, word: Word, summary: string): Command {
  return {
    name: "show",
    readOnly: true,
    words: [word],
    summary,
    details: [DATA_FORM, ...(kind === "compute" ? STATE_FIELDS : [])],
    options: {},
    examples: [],
    load: async () => {
      const { show } = await import("../commands/show.ts");
      return (args) => show(kind, args);
    },
  };
}

export function watchCommand(kind: Kind, summary: string): Command {
  return {
    name: "watch",
    readOnly: true,
    words: [],
    summary,
    details: ["On a terminal the list is updated in place. Ctrl-C ends the command, with exit code 0."],
    exitCodes: { 0: "finished, or stopped by Ctrl-C" },
    options: { interval: { value: "SECONDS", summary: "time between two updates, 1 to 86400 (default: 2)" } },
    examples: [["watch --interval 5", "every five seconds"]],
    load: async () => {
      const { watch } = await import("../commands/watch.ts");
      return (args) => watch(kind, args);
    },
  };
}

export function deleteCommand(
  kind: Kind,
  word: Word,
  summary: string,
  noun: string,
  details: readonly string[] = [],
): Command {
  return {
    name: "delete",
    words: [word],
    summary,
    details: [
      "Asks for confirmation on a terminal. A deletion that is not possible yet (a resource that uses it is being removed, or it\n" +
        "is being copied) is retried for 30 s; with --timeout it is retried for that long, even while a resource uses it.",
      ...details,
    ],
    options: { ...YES, ...wait("it is gone", [], kind) },
    examples: [
      ["delete 7", `the ${noun} with that id`],
      ["delete one two --yes --timeout 5m", "several by name, without confirmation, as soon as they are not in use"],
    ],
    load: async () => {
      const { remove } = await import("../commands/delete.ts");
      return (args) => remove(kind, args);
    },
  };
}

export function renameCommand(kind: Kind, word: Word): Command {
  return {
    name: "rename",
    words: [word, { name: "NAME" }],
    summary: "change its name",
    details: [],
    options: {},
    examples: [],
    load: async () => {
      const { rename } = await import("../commands/rename.ts");
      return (args) => rename(kind, args);
    },
  };
}

/** @param described the options that become elements. @param more those that do not. */
export function updateCommand(
  kind: "network" | "storage",
  [article, noun]: readonly [article: "a" | "an", noun: string],
  described: Options,
  example: Example,
  more: Options = {},
): Command {
  return {
    name: "update",
    words: [{ name: `FILE | ${noun.toUpperCase()}`, names: [kind, "file"] }],
    summary: `change ${article} ${noun}, from options or from an XML file`,
    details: [
      `With options the argument is ${article} ${noun}; without options it is a file, whose ID element names the ${noun}.`,
    ],
    options: { ...described, ...more },
    examples: [example, [`update ${noun}.xml`, "from an XML file (- is standard input)"]],
    load: async () => {
      const { update } = await import("../commands/update.ts");
      return (args) => update(kind, Object.keys(described), args);
    },
  };
}

/** Sets one element of each resource that is named. */
export function switchCommand(
  kind: Kind,
  word: Word,
  name: string,
  summary: string,
  field: readonly [element: string, value: "YES" | "NO"],
): Command {
  return {
    name,
    words: [{ ...word, many: true }],
    summary,
    details: [],
    options: {},
    examples: [],
    load: async () => {
      const { change } = await import("../commands/update.ts");
      return (args) => change(kind, [field], args);
    },
  };
}

/** An action of machines: what it sends stands in `compute-act.ts` under the same name. */
export function actionCommand(
  name: string,
  words: Word | readonly Word[],
  summary: string,
  more: {
    details?: readonly string[];
    options?: Options;
    aliases?: readonly string[];
    examples?: readonly Example[];
  },
): Command {
  return {
    name,
    words: "name" in words ? [words] : words,
    summary,
    details: more.details ?? [],
    options: more.options ?? {},
    examples: more.examples ?? [],
    ...(more.aliases !== undefined && { aliases: more.aliases }),
    load: async () => {
      const { act } = await import("../commands/compute-act.ts");
      return (args) => act(name, args);
    },
  };
}
