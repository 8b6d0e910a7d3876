/** `version` */
import { given } from "../terminal/arguments.ts";
import { buildInfo } from "../terminal/build-info.ts";
import { type Arguments, EXIT } from "../terminal/command.ts";
import { print } from "../terminal/output.ts";

export function run(args: Arguments): number {
  const info = buildInfo();
  if (given(args, "json")) {
    print(JSON.stringify(info));
  } else {
    const built = [info.commit, info.date].filter((part) => part !== undefined).join(", ");
    print(`occi-server ${info.version} (${built}; bun ${info.bun}, elysia ${info.elysia})`);
  }
  return EXIT.ok;
}
