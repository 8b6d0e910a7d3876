/** `occi-network`: virtual networks. */
import type { Command, Options, Word } from "../../terminal/command.ts";
import { clientProgram } from "./common.ts";
import {
  CREATE_FILE,
  deleteCommand,
  listCommand,
  renameCommand,
  showCommand,
  switchCommand,
  updateCommand,
  watchCommand,
} from "./shapes.ts";

const NETWORK: Word = { name: "NETWORK", names: "network" };
const DESCRIPTION: Options = { description: { value: "TEXT", summary: "what it is for" } };

const CREATE: Command = {
  name: "create",
  words: [CREATE_FILE],
  summary: "create a network, from options or from an XML file",
  details: ["The administrator of the server decides who can create networks, and in which address ranges."],
  options: {
    name: { value: "NAME", summary: "its name" },
    address: {
      value: "IP",
      summary: "the network's address, 10.0.0.0 or 10.0.0.0/24, or the first IP, preferably as 10.0.0.64/24",
    },
    size: { value: "N", summary: "number of addresses, or a network class: A, B, C" },
    ...DESCRIPTION,
    public: { summary: "let your group use it" },
  },
  examples: [
    ["create --name lan --address 10.0.0.0 --size 64", "64 addresses"],
    ["create network.xml", "from an XML file (- is standard input)"],
  ],
  load: async () => (await import("../commands/network-create.ts")).run,
};

export const OCCI_NETWORK = clientProgram({
  name: "occi-network",
  summary: "virtual networks of an OpenNebula cloud, over OCCI",
  details: ["Creates, shows, changes and deletes virtual networks. Name them by id or name; a number is an id."],
  commands: [
    CREATE,
    listCommand("network", "list the networks"),
    showCommand("network", NETWORK, "show a network"),
    watchCommand("network", "list the networks repeatedly"),
    updateCommand("network", ["a", "network"], DESCRIPTION, [
      'update lan --description "rack 7"',
      "change the description",
    ]),
    switchCommand("network", NETWORK, "publish", "let the owner's group use it", ["PUBLIC", "YES"]),
    switchCommand("network", NETWORK, "unpublish", "let only the owner use it", ["PUBLIC", "NO"]),
    renameCommand("network", NETWORK),
    deleteCommand("network", { ...NETWORK, many: true }, "delete networks", "network"),
  ],
  examples: [
    ["create --name lan --address 10.0.0.0 --size 64", "a network of 64 addresses"],
    ["list", "the networks that you can see"],
    ["delete lan", "delete it permanently"],
  ],
});
