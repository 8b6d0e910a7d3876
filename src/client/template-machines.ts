/** New machines of a VM template, by the JSON API. */
import { OcciError } from "../errors.ts";
import { given, text, texts } from "../terminal/arguments.ts";
import { complain } from "../terminal/output.ts";
import type { Reply } from "./answer.ts";
import { API_PATH, documentIn } from "./api.ts";
import { readComputeOptions } from "./compute-request.ts";
import { type Context, change, pathOf } from "./context.ts";
import { readInputs } from "./template-inputs.ts";
import { readTemplate } from "./templates.ts";

/** Options that a template has no place for, with what to do instead. */
function checkOptions(context: Context): void {
  const { args } = context;
  if (given(args, "context")) {
    throw new OcciError("USAGE", "--context and --template exclude each other.", {
      hint: "A template has inputs: `occi-template show TEMPLATE` lists them for --input.",
    });
  }
  const withAddress = texts(args, "nic").find((nic) => /:ip=/i.test(nic));
  if (withAddress !== undefined) {
    throw new OcciError("USAGE", `--nic ${withAddress}: a machine created from a template cannot choose its address.`, {
      hint: "Attach the NIC afterwards: occi-compute attachnic VM NETWORK --ip IP.",
    });
  }
}

/** The text for cloud-init. */
function userDataIn(variables: ReadonlyMap<string, string>): string | undefined {
  if (!variables.has("USERDATA_ENCODING")) return variables.get("USER_DATA");
  throw new OcciError(
    "FILE_FAULT",
    "The file of --user-data is not plain text (UTF-8): with --template it must be plain text.",
  );
}

/** Makes one of several machines. @returns the machine as XML has it; undefined with --dry-run. */
export type Make = (name: string | undefined) => Promise<Reply | undefined>;

/**
 * Reads the template and all options.
 * @throws OcciError USAGE, FILE_FAULT, NOT_FOUND, AMBIGUOUS_NAME; SERVER_TOO_OLD for a server without the JSON API.
 */
export async function machinesOfTemplate(context: Context, typed: string): Promise<Make> {
  const { args } = context;
  checkOptions(context);
  const template = await readTemplate(context, typed);
  const { values, secrets } = await readInputs(template, texts(args, "input"));
  const { type, cpu, memory, disks, nics, context: variables } = await readComputeOptions(context);
  const known = new Map(variables);
  const [keys, userData] = [known.get("SSH_PUBLIC_KEY"), userDataIn(known)];
  const document = {
    template: template.id,
    ...(Object.keys(values).length > 0 && { inputs: values }),
    ...(type !== undefined && { size: type }),
    ...(cpu !== undefined && { cpu: Number(cpu) }),
    ...(memory !== undefined && { memoryMiB: memory }),
    ...(disks.length > 0 && { disks: disks.map(Number) }),
    ...(nics.length > 0 && { networks: nics.map(({ network }) => Number(network)) }),
    ...(keys !== undefined && { sshKeys: keys.split("\n").filter((line) => line.trim() !== "") }),
    ...(userData !== undefined && { userData }),
  };
  return async (name) => {
    const body = JSON.stringify({ ...document, ...(name !== undefined && { name }) }, null, 2);
    const sent = { type: "application/json", secrets };
    const reply = await change(context, "POST", `${API_PATH}/machines`, body, sent);
    if (reply === undefined) return undefined;
    const { id } = await documentIn<{ readonly id: number }>(context, reply, "templates");
    try {
      return await context.session.request("GET", pathOf("compute", id));
    } catch (error) {
      complain(`Machine ${id} was created; then:`);
      throw error;
    }
  };
}

/** The template that is named; undefined for a machine of an image or a file. @throws OcciError USAGE. */
export function templateArgument({ args }: Context): string | undefined {
  const typed = text(args, "template");
  if (typed === undefined && given(args, "input")) {
    throw new OcciError("USAGE", "--input requires --template, because inputs belong to a template.", {
      hint: "`occi-template list` shows the templates.",
    });
  }
  return typed;
}
