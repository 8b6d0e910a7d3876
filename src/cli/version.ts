/** `version` */
import { buildInfo } from "./build-info.ts";
import { type Arguments, EXIT } from "./command.ts";
import { print } from "./output.ts";

export function run(args: Arguments): number {
  const info = buildInfo();
  if (args.options.json !== undefined) {
    print(JSON.stringify(info));
  } else {
    const built = [info.commit, info.date].filter((part) => part !== undefined).join(", ");
    print(`occi-server ${info.version} (${built}; bun ${info.bun}, elysia ${info.elysia})`);
  }
  return EXIT.ok;
}
