/** `occi-instance-type`: the sizes of machines that the server offers. */
import { clientProgram } from "./common.ts";
import { listCommand, showCommand } from "./shapes.ts";

export const OCCI_INSTANCE_TYPE = clientProgram({
  name: "occi-instance-type",
  summary: "sizes of machines in an OpenNebula cloud, over OCCI",
  details: [
    "Shows the instance types that the server's administrator has set up (supported by servers since OpenNebula 3.4).",
  ],
  commands: [
    listCommand("instance-type", "list the instance types"),
    showCommand("instance-type", { name: "TYPE", names: "instance-type" }, "show an instance type"),
  ],
  examples: [
    ["list", "the types with their sizes"],
    ["show small", "one of them"],
  ],
});
