/** `occi-compute`: virtual machines. */
import type { Command, Options, Word } from "../../terminal/command.ts";
import { clientProgram, IMAGE_STATES, MACHINE_STATES, wait as waitFor, YES } from "./common.ts";
import {
  actionCommand,
  CREATE_FILE,
  deleteCommand,
  listCommand,
  renameCommand,
  showCommand,
  watchCommand,
} from "./shapes.ts";

const VM: Word = { name: "VM", names: "compute" };
const VMS: Word = { ...VM, many: true };
/** Waiting for a machine, unless something else is said. */
const wait = (states: string, suggested: readonly string[] = MACHINE_STATES): Options => waitFor(states, suggested);
const WAIT = wait("a machine: RUNNING");
const HARD: Options = { hard: { summary: "at once, without asking the guest system" } };

const SIZES: Options = {
  type: { value: "TYPE", names: "instance-type", summary: "instance type: occi-instance-type list" },
  cpu: { value: "N", summary: "number of CPUs, with a type that leaves it open (custom)" },
  memory: { value: "SIZE", summary: "memory, with such a type: 512M, 4G" },
};

const CREATE: Command = {
  name: "create",
  words: [CREATE_FILE],
  summary: "create machines, by options or from an XML file",
  details: [
    "Disks are images and NICs networks, by id or name. Without a FILE the options make the request: --dry-run shows it.",
    "With --count the machines are named NAME-0, NAME-1 and so on, or get the number in place of %i in NAME. If one\n" +
      "of them fails, those that exist are kept and printed, and the exit code reports the failure.",
    "Files of --user-data and --context arrive as they are, up to 512 KiB each; OpenNebula 7.4 takes blanks and line breaks\n" +
      "off both ends of a text. A file for --user-data that is not text (compressed, for instance) is sent in Base64, with\n" +
      "USERDATA_ENCODING.",
  ],
  options: {
    name: { value: "NAME", summary: "its name" },
    template: { value: "TEMPLATE", names: "template", summary: "a VM template, by id or name: occi-template list" },
    input: {
      value: "KEY=VALUE",
      repeatable: true,
      summary: "value for an input of the template; KEY=@FILE reads a file",
    },
    ...SIZES,
    disk: { value: "IMAGE", names: "storage", repeatable: true, summary: "an image as disk, by id or name" },
    nic: {
      value: "NETWORK[:ip=IP]",
      names: "network",
      repeatable: true,
      summary: "a NIC in a network, by id or name",
    },
    "ssh-key": { value: "FILE", names: "file", repeatable: true, summary: "public key that may log in" },
    context: {
      value: "KEY=VALUE",
      repeatable: true,
      summary: "variable for the guest; KEY=@FILE reads a file, KEY=@@TEXT is the text @TEXT",
    },
    "user-data": { value: "FILE", names: "file", summary: "for cloud-init in the guest system (- is standard input)" },
    count: { value: "N", summary: "number of machines, at most 1000 (default: 1)" },
    ...WAIT,
  },
  examples: [
    [
      "create --name web --type small --disk debian --nic lan --ssh-key ~/.ssh/id_ed25519.pub --wait",
      "a machine of an image in a network, ready to log in",
    ],
    ["create --name node --type small --disk 4 --nic 2 --count 3 --wait", "three of them: node-0, node-1, node-2"],
    [
      "create --name db --type large --disk debian --disk data --nic lan:ip=10.0.0.9 --context ROLE=db",
      "two disks, a fixed address, a variable",
    ],
    [
      "create --name web --type small --disk debian --nic lan --user-data cloud-init.yaml --context MOTD=@motd.txt",
      "set up by cloud-init, and a variable from a file",
    ],
    [
      "create --name blog --template wordpress --input ONEAPP_SITE_TITLE=News --input ONEAPP_ADMIN_PASSWORD=@password",
      "a machine of a VM template, with the values that it asks for",
    ],
    ["create vm.xml", "from an XML file (- is standard input)"],
  ],
  load: async () => (await import("../commands/compute-create.ts")).run,
};

const RESIZE: Command = {
  name: "resize",
  words: [VM],
  summary: "change CPU and memory",
  details: ["OpenNebula resizes machines that are off; running ones only where the host can."],
  options: { ...SIZES, ...wait("RUNNING, or what it was") },
  examples: [
    ["resize web --type medium", "to the size of another instance type"],
    ["resize web --cpu 2 --memory 4G", "to a size that you choose, with a type that allows it"],
  ],
  load: async () => (await import("../commands/compute-resize.ts")).run,
};

const UPDATE: Command = {
  name: "update",
  words: [{ name: "FILE", names: "file" }],
  summary: "change a machine from an XML file: its NAME, its STATE, or SAVE_AS of a disk",
  details: [
    "The id comes from the ID element of the file. Each state also has a command of its own: `stop`, `resume`, ...",
  ],
  options: WAIT,
  examples: [["update vm.xml", "from an XML file (- is standard input)"]],
  load: async () => (await import("../commands/update-file.ts")).compute,
};

const REACHED = (state: string): readonly string[] => [
  `A machine that is already ${state} stays as it is: the command succeeds, and says so on standard error.`,
];

/** What a machine keeps and frees, as OpenNebula 6.10 and 7.4 count it; the manual has it as a table. */
const TAKEN =
  "The machine keeps its disks and addresses,\nwhich still count towards quotas; quotas of running machines do not count it.";
const FREES = `The host's CPU and memory are free for other machines. ${TAKEN}`;
const STAYS = `The host's CPU and memory stay reserved for it. ${TAKEN}`;
const ENDS = [
  "Everything that it used is free again: the host, its addresses, its quotas. Volatile disks and copies of images are\n" +
    "deleted with their content; persistent images stay as the machine left them.",
];

/** Changes of state: the word for PUT or POST, as the server's table of actions has it. */
const STATES: readonly Command[] = [
  actionCommand("stop", VMS, "save the memory and free the host", {
    details: [FREES, ...REACHED("STOPPED")],
    options: wait("STOPPED"),
  }),
  actionCommand("suspend", VMS, "save the memory, stay on the host", {
    details: [STAYS, ...REACHED("SUSPENDED")],
    options: wait("SUSPENDED"),
  }),
  actionCommand("resume", VMS, "run it again", { details: REACHED("RUNNING"), options: WAIT }),
  actionCommand("reboot", VMS, "ask the guest system to restart", { options: WAIT }),
  actionCommand("reset", VMS, "restart at once", { options: WAIT }),
  actionCommand("poweroff", VMS, "shut down, stay on the host", {
    details: [STAYS, ...REACHED("POWEROFF")],
    options: { ...HARD, ...wait("POWEROFF") },
  }),
  actionCommand("undeploy", VMS, "shut down and free the host", {
    details: [FREES, ...REACHED("UNDEPLOYED")],
    options: { ...HARD, ...wait("UNDEPLOYED") },
  }),
  actionCommand("hold", VMS, "keep a machine that waits for a host from starting", {
    details: REACHED("HOLD"),
    options: wait("HOLD"),
  }),
  actionCommand("release", VMS, "let a held machine start", { details: REACHED("RUNNING"), options: WAIT }),
  actionCommand("restart", VMS, "start a machine that its host lost, or repeat a failed step", { options: WAIT }),
  actionCommand("resubmit", VMS, "start it again from its images", { options: WAIT }),
  actionCommand("terminate", VMS, "shut down, then delete for good", {
    details: [...ENDS, ...REACHED("DONE")],
    options: { ...HARD, ...YES, ...wait("DONE") },
    aliases: ["shutdown", "cancel"],
  }),
];

const NAME: Word = { name: "NAME" };
const DISK: Word = { name: "DISK", names: "disk" };
const SNAPSHOT: Word = { name: "SNAPSHOT", names: "snapshot" };
const DISK_SNAPSHOT: Word = { name: "SNAPSHOT", names: "disk-snapshot" };
const READY = wait("the machine is RUNNING again, or what it was");

const PARTS: readonly Command[] = [
  actionCommand("attachdisk", [VM, { name: "STORAGE", names: "storage" }], "attach an image as a disk", {
    options: { target: { value: "DEVICE", summary: "e.g. vdb" }, ...READY },
    aliases: ["disk-attach"],
    examples: [["attachdisk web data --wait", "the image `data` becomes a disk of `web`"]],
  }),
  actionCommand("detachdisk", [VM, DISK], "detach a disk, by its id, device or image", {
    options: READY,
    aliases: ["disk-detach"],
  }),
  actionCommand("attachnic", [VM, { name: "NETWORK", names: "network" }], "attach a NIC in a network", {
    options: { ip: { value: "IP", summary: "the address it gets" }, ...READY },
    aliases: ["nic-attach"],
    examples: [["attachnic web lan --ip 10.0.0.9", "with a fixed address"]],
  }),
  actionCommand("detachnic", [VM, { name: "NIC", names: "nic" }], "detach a NIC, by its id, address or network", {
    options: READY,
    aliases: ["nic-detach"],
  }),
  actionCommand("saveas", [VM, DISK, NAME], "save a disk as a new image", {
    options: waitFor("the image is READY", IMAGE_STATES, "storage"),
    aliases: ["disk-saveas"],
    examples: [["saveas web 0 web-golden --wait", "disk 0 becomes the image `web-golden`"]],
  }),
  actionCommand("snapshotcreate", [VM, NAME], "take a snapshot of the machine", { options: READY }),
  actionCommand("snapshotrevert", [VM, SNAPSHOT], "revert to a snapshot, by id or name", { options: READY }),
  actionCommand("snapshotdelete", [VM, SNAPSHOT], "delete a snapshot, by id or name", { options: READY }),
  actionCommand("disksnapshotcreate", [VM, DISK, NAME], "take a snapshot of a disk", { options: READY }),
  actionCommand("disksnapshotrevert", [VM, DISK, DISK_SNAPSHOT], "revert a disk to a snapshot", { options: READY }),
  actionCommand("disksnapshotdelete", [VM, DISK, DISK_SNAPSHOT], "delete a snapshot of a disk, by id or name", {
    options: READY,
  }),
];

export const OCCI_COMPUTE = clientProgram({
  name: "occi-compute",
  summary: "virtual machines of an OpenNebula cloud, over OCCI",
  details: [
    "Creates, shows, changes and deletes virtual machines on an OCCI server of OpenNebula: this project's, or those that\n" +
      "OpenNebula shipped from 2.0 to 4.6. Machines, images and networks go by id or name; a number is an id.",
    "On a terminal it prints tables, else XML as the clients of OpenNebula did; -o chooses. Data goes to standard output,\n" +
      "messages to standard error. json and yaml have the members of that XML with every server, not those of the JSON API.",
  ],
  commands: [
    CREATE,
    listCommand("compute", "list the machines"),
    showCommand("compute", VM, "show a machine"),
    watchCommand("compute", "list the machines repeatedly"),
    ...STATES,
    RESIZE,
    renameCommand("compute", VM),
    ...PARTS,
    UPDATE,
    deleteCommand("compute", VMS, "delete machines at once, without a shutdown", "machine", ENDS),
  ],
  examples: [
    ["create --name web --type small --disk debian --nic lan --wait", "a machine of an image in a network"],
    ["list", "the machines that you may see"],
    ["show web", "one of them in full"],
    ["stop web --wait", "save it to disk; `resume` runs it again"],
    ["delete web", "delete it for good"],
  ],
});
