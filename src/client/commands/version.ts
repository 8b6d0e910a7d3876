/** `version` of the clients: that of the executable. */
import { buildInfo } from "../../terminal/build-info.ts";
import { print } from "../../terminal/output.ts";

export function run(): number {
  print(`occi-server ${buildInfo().version}`);
  return 0;
}
