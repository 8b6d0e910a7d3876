/** `config convert` */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Fault, inOrder } from "../config/fault.ts";
import { parseConfig } from "../config/load.ts";
import { renderFault, summary } from "../config/report.ts";
import { type Converted, convert, type Old } from "../convert/convert.ts";
import { OcciError } from "../errors.ts";
import { readBytes } from "../read-file.ts";
import { createTemplates } from "../templates/engine.ts";
import { text } from "../terminal/arguments.ts";
import { type Arguments, EXIT } from "../terminal/command.ts";
import { complain, print } from "../terminal/output.ts";

export function run(args: Arguments): number {
  const file = resolve(args.words[0] ?? "");
  const output = text(args, "output");
  const converted = convert(oldFile(file));
  const faults = [...inOrder(converted.faults)];
  if (output === undefined) {
    print(converted.configuration);
    for (const name of converted.templates.keys()) complain(`with --output: occi_templates/${name}`);
  } else {
    faults.push(...write(resolve(output), converted));
  }
  for (const fault of faults) complain(renderFault(fault));
  complain(summary(faults));
  return faults.some(({ severity }) => severity === "error") ? EXIT.failed : EXIT.ok;
}

function oldFile(file: string): Old {
  const templates = join(dirname(file), "occi_templates");
  return {
    file,
    text: withoutMark(readBytes(file)),
    template(name) {
      const path = join(templates, name);
      return existsSync(path) ? { file: path, text: withoutMark(readBytes(path)) } : undefined;
    },
  };
}

function withoutMark(bytes: Uint8Array): string {
  // A byte order mark is not part of the text.
  return new TextDecoder().decode(bytes);
}

/** Writes new files only. @returns their faults. */
function write(directory: string, { configuration, templates }: Converted): readonly Fault[] {
  const file = join(directory, "occi-server.conf");
  const files = new Map([[file, configuration]]);
  for (const [name, content] of templates) files.set(join(directory, "occi_templates", name), content);
  for (const path of files.keys()) {
    if (existsSync(path)) throw new OcciError("FILE_FAULT", `${path} already exists: nothing was written.`);
  }
  for (const [path, content] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content, { flag: "wx" });
    print(path);
  }
  const { draft, faults } = parseConfig(configuration, file, process.env);
  if (draft === undefined) return faults;
  const engine = createTemplates({ location: draft.templateLocation, vmTypes: draft.vmTypes });
  return [...faults, ...engine.check()];
}
