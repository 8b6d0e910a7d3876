/** Options that several commands of occi-server have. */
import type { Option } from "../../terminal/command.ts";

/** For commands that read a configuration. */
export const CONFIG: Option = {
  value: "FILE",
  names: "file",
  short: "c",
  summary: "configuration; else $ONE_LOCATION/etc/occi-server.conf, else /etc/one/occi-server.conf",
};
/** For commands to the server that runs, which has a configuration already. */
export const EXPECTED: Option = {
  value: "FILE",
  names: "file",
  short: "c",
  summary: "only if the running server uses this configuration",
};
