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
const HARD: Options = { hard: { summary: "immediately, without asking the guest system" } };

const SIZES: Options = {
  type: { value: "TYPE", names: "instance-type", summary: "instance type: occi-instance-type list" },
  cpu: { value: "N", summary: "number of CPUs, for types that do not fix it (custom)" },
  memory: { value: "SIZE", summary: "memory, for types that do not fix it: 512M, 4G" },
};

const CREATE: Command = {
  name: "create",
  words: [CREATE_FILE],
  summary: "create machines, from options or from an XML file",
  details: [
    "--disk takes an image and --nic a network, by id or name. Without a FILE the options make up the request, which\n" +
      "--dry-run shows.",
    "With --count the machines are named NAME-0, NAME-1 and so on, or have the number in place of %i in NAME. If one\n" +
      "creation fails, the machines created before it are kept and printed, and the exit code reports the failure.",
    "Files given with --user-data and --context arrive unchanged, up to 512 KiB each; OpenNebula 7.4 strips blanks and\n" +
      "line breaks from both ends of a text. A file for --user-data that is not text (compressed, for instance) is sent in\n" +
      "Base64, with USERDATA_ENCODING.",
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
    "ssh-key": { value: "FILE", names: "file", repeatable: true, summary: "SSH public key that can log in" },
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
      "a machine from an image in a network, ready to log in",
    ],
    ["create --name node --type small --disk 4 --nic 2 --count 3 --wait", "three machines: node-0, node-1, node-2"],
    [
      "create --name db --type large --disk debian --disk data --nic lan:ip=10.0.0.9 --context ROLE=db",
      "two disks, a fixed address, a variable",
    ],
    [
      "create --name web --type small --disk debian --nic lan --user-data cloud-init.yaml --context MOTD=@motd.txt",
      "configured by cloud-init, with a variable from a file",
    ],
    [
      "create --name blog --template wordpress --input ONEAPP_SITE_TITLE=News --input ONEAPP_ADMIN_PASSWORD=@password",
      "a machine from a VM template, with the values that it requires",
    ],
    ["create vm.xml", "from an XML file (- is standard input)"],
  ],
  load: async () => (await import("../commands/compute-create.ts")).run,
};

const RESIZE: Command = {
  name: "resize",
  words: [VM],
  summary: "change CPU and memory",
  details: ["OpenNebula resizes machines that are powered off, and running ones if the host supports it."],
  options: { ...SIZES, ...wait("RUNNING, or the state that it had") },
  examples: [
    ["resize web --type medium", "to the size of another instance type"],
    ["resize web --cpu 2 --memory 4G", "to a size that you choose, if the type allows it"],
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
  `A machine that is already ${state} stays unchanged: the command succeeds, and says so on standard error.`,
];

/** The resources that a machine keeps and frees, as OpenNebula 6.10 and 7.4 count it; the manual has it as a table. */
const TAKEN =
  "The machine keeps its disks and addresses,\nwhich still count towards quotas; quotas of running machines do not count it.";
const FREES = `The host's CPU and memory are free for other machines. ${TAKEN}`;
const STAYS = `The host's CPU and memory stay reserved for it. ${TAKEN}`;
const ENDS = [
  "Everything that it used is released: the host, its addresses, its quotas. Volatile disks and copies of images are\n" +
    "deleted with their content; persistent images keep the changes that the machine made.",
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
  actionCommand("resume", VMS, "resume it", { details: REACHED("RUNNING"), options: WAIT }),
  actionCommand("reboot", VMS, "ask the guest system to restart", { options: WAIT }),
  actionCommand("reset", VMS, "restart immediately", { options: WAIT }),
  actionCommand("poweroff", VMS, "shut down, stay on the host", {
    details: [STAYS, ...REACHED("POWEROFF")],
    options: { ...HARD, ...wait("POWEROFF") },
  }),
  actionCommand("undeploy", VMS, "shut down and free the host", {
    details: [FREES, ...REACHED("UNDEPLOYED")],
    options: { ...HARD, ...wait("UNDEPLOYED") },
  }),
  actionCommand("hold", VMS, "keep a pending machine from starting", {
    details: REACHED("HOLD"),
    options: wait("HOLD"),
  }),
  actionCommand("release", VMS, "let a machine on hold start", { details: REACHED("RUNNING"), options: WAIT }),
  actionCommand("restart", VMS, "start a machine that the host lost, or repeat a failed step", { options: WAIT }),
  actionCommand("resubmit", VMS, "create it anew from its images", { options: WAIT }),
  actionCommand("terminate", VMS, "shut down, then delete permanently", {
    details: [...ENDS, ...REACHED("DONE")],
    options: { ...HARD, ...YES, ...wait("DONE") },
    aliases: ["shutdown", "cancel"],
  }),
];

const NAME: Word = { name: "NAME" };
const DISK: Word = { name: "DISK", names: "disk" };
const SNAPSHOT: Word = { name: "SNAPSHOT", names: "snapshot" };
const DISK_SNAPSHOT: Word = { name: "SNAPSHOT", names: "disk-snapshot" };
const READY = wait("the machine is RUNNING again, or in the state that it had");

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
    options: { ip: { value: "IP", summary: "the address that it is to have" }, ...READY },
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
      "OpenNebula shipped from 2.0 to 4.6. Name machines, images and networks by id or name; a number is an id.",
    "On a terminal it prints tables, otherwise XML as the clients of OpenNebula did; -o selects the format. Data goes to\n" +
      "standard output, messages to standard error. With every server, json and yaml have the members of that XML, not\n" +
      "those of the JSON API.",
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
    ["create --name web --type small --disk debian --nic lan --wait", "a machine from an image, in a network"],
    ["list", "the machines that you can see"],
    ["show web", "one of them in full"],
    ["stop web --wait", "save it to disk; `resume` starts it again"],
    ["delete web", "delete it permanently"],
  ],
});
