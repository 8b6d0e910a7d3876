/**
 * The cloud of `occi-server demo`: the small cloud of the tests, and on top of it VM templates with every type of
 * input, machines in every state, and quotas that are narrow here in the user, there in the group.
 */

import type { Vm } from "./records.ts";
import { addVm, addVmTemplate, callerOf, demoSeed, PUBLIC } from "./seed.ts";
import { calculateCosts, madeAgo } from "./seed-past.ts";
import type { Caller } from "./users/permissions.ts";
import { action } from "./vm/actions.ts";
import { setState } from "./vm/life.ts";
import type { World } from "./world.ts";

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
const vector = (name: string, members: Readonly<Record<string, string>>): string =>
  `${name}=[${Object.entries(members)
    .map(([key, value]) => `${key}="${value.replace(/["\\]/g, "\\$&")}"`)
    .join(",")}]`;

const DEVICES = 'DISK=[IMAGE_ID="0"]\nNIC=[NETWORK_ID="0"]\nGRAPHICS=[TYPE="VNC",LISTEN="0.0.0.0"]';

interface TemplateSeed {
  readonly name: string;
  readonly description: string;
  readonly logo?: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly order?: string;
  readonly capacity?: string;
}

/**
 * By what they show. The inputs are as OpenNebula's documentation and its market write them: with three to five parts.
 */
export const TEMPLATES: readonly TemplateSeed[] = [
  {
    name: "WordPress",
    description: "A blog with its database; the page opens on port 80.",
    logo: "images/logos/wordpress.png",
    inputs: {
      ONEAPP_SITE_TITLE: "M|text|Title of the site",
      ONEAPP_SITE_HOSTNAME: "O|text|Name under which it is reached| |blog.example.org",
      ONEAPP_ADMIN_USERNAME: "M|text|User name of the administrator| |admin",
      ONEAPP_ADMIN_PASSWORD: "M|password|Password of the administrator",
      ONEAPP_DB_ENGINE: "M|list|Database|mariadb,postgresql,sqlite|mariadb",
      ONEAPP_DB_POOL: "O|range|Connections to the database|1..64|8",
      ONEAPP_BACKUP_ENABLED: "O|boolean|Daily backups| |YES",
    },
    order:
      "ONEAPP_SITE_TITLE,ONEAPP_SITE_HOSTNAME,ONEAPP_ADMIN_USERNAME,ONEAPP_ADMIN_PASSWORD,ONEAPP_DB_ENGINE,ONEAPP_DB_POOL,ONEAPP_BACKUP_ENABLED",
  },
  {
    name: "Every input",
    description: "One input of each type that OpenNebula has, mandatory and optional.",
    logo: "images/logos/linux.png",
    inputs: {
      GREETING: "M|text|What it says when it starts",
      MOTD: `O|text64|Message of the day, several lines| |${base64("Welcome.\nBe kind.\n")}`,
      SECRET: "M|password|Password of the service",
      WORKERS: "M|number|Workers| |4",
      OFFSET: "O|number|Offset in seconds, may be negative",
      RATIO: "O|number-float|Share of the memory for the cache| |0.25",
      PORT: "M|range|Port that it listens on|1024..49151|8080",
      LOAD: "O|range-float|Load at which it refuses work|0.5..4.0|1.5",
      EDITION: "M|list|Edition|community,standard,enterprise|standard",
      LANGUAGE: "O|list|Language of the pages|en,de,es,pt",
      MODULES: "O|list-multiple|Modules|mail,calendar,files,chat|mail,files",
      REGIONS: "M|list-multiple|Where it is announced|north,east,south,west",
      TLS: "M|boolean|Encrypted connections only| |YES",
      TELEMETRY: "O|boolean|Sends statistics to the maker| |NO",
      LICENCE: "M|fixed|Licence of this appliance| |Apache-2.0",
    },
    order: "GREETING,EDITION,LANGUAGE,WORKERS,PORT,SECRET,TLS",
  },
  {
    name: "Sized by you",
    description: "CPU, memory and virtual CPUs are inputs.",
    inputs: {
      CPU: "O|list||0.5,1,2,4|1",
      MEMORY: "M|range||512..8192|1024",
      VCPU: "O|range||1..8|2",
      HOSTNAME: "O|text|Name in the machine",
    },
  },
  {
    name: "Old appliance",
    description: "Inputs of an older OpenNebula: of three parts, without an order.",
    inputs: {
      ROOT_PASSWORD: "O|password|Password of root",
      TIMEZONE: "O|text|Time zone",
      AUTOSTART: "M|boolean|Starts its services||NO",
    },
    capacity: 'CPU="0.25"\nMEMORY="256"',
  },
];

/** Added behind the templates of the small cloud: the first has id 2. */
function addTemplates(world: World, admin: Caller): void {
  for (const { name, description, logo, inputs, order, capacity = 'CPU="0.5"\nMEMORY="768"\nVCPU="1"' } of TEMPLATES) {
    const context = { NETWORK: "YES", ...Object.fromEntries(Object.keys(inputs).map((input) => [input, `$${input}`])) };
    const text = [
      `NAME="${name}"`,
      `DESCRIPTION="${description}"`,
      ...(logo === undefined ? [] : [`LOGO="${logo}"`]),
      capacity,
      DEVICES,
      vector("CONTEXT", context),
      vector("USER_INPUTS", inputs),
      ...(order === undefined ? [] : [`INPUTS_ORDER="${order}"`]),
    ];
    addVmTemplate(world, admin, text.join("\n"), PUBLIC);
  }
}

type Arrange = (world: World, owner: Caller, vm: Vm) => void;

const acted =
  (...words: readonly string[]): Arrange =>
  (world, owner, vm) => {
    for (const word of words) {
      action(world, owner, word, vm.id);
      world.clock.settle();
    }
  };
/** In a state that passes on a real cloud, and that stays here: somebody who looks shall find it. */
const frozen =
  (lcmState: string): Arrange =>
  (world, _owner, vm) =>
    setState(world, vm, "ACTIVE", lcmState);

const HOUR = 3_600;
const DAY = 24 * HOUR;

interface MachineSeed {
  readonly name: string;
  /** Seconds since it was made. */
  readonly age: number;
  readonly more?: string;
  readonly arrange?: Arrange;
  readonly bootFails?: string;
}

const INPUTS_OF_BLOG = 'ONEAPP_SITE_TITLE="News of the garden"\nONEAPP_DB_ENGINE="mariadb"\nTEMPLATE_ID="2"';

/** The machines of alice: together with those of the small cloud, two in most states and one at least in each. */
const MACHINES: readonly MachineSeed[] = [
  { name: "blog", age: 33 * DAY, more: `DESCRIPTION="Blog of the gardening club"\n${INPUTS_OF_BLOG}` },
  // Ends in two weeks.
  { name: "course-lab", age: 5 * DAY, more: 'SCHED_ACTION=[ACTION="terminate",TIME="+1209600"]' },
  { name: "batch", age: 40 * 60, more: 'SCHED_REQUIREMENTS="NAME = \\"node99\\""' },
  { name: "import", age: 3 * 60, arrange: frozen("PROLOG") },
  { name: "mail-old", age: 95 * DAY, arrange: frozen("SHUTDOWN_POWEROFF") },
  { name: "mail", age: 19 * DAY, arrange: acted("poweroff") },
  { name: "mail-test", age: 17 * DAY, arrange: acted("poweroff-hard") },
  { name: "notebook", age: 9 * DAY, arrange: acted("suspend") },
  { name: "simulation", age: 4 * DAY, arrange: acted("stop") },
  { name: "archive", age: 75 * DAY, arrange: acted("undeploy") },
  { name: "gateway", age: 2 * HOUR, bootFails: "Error deploying virtual machine: Could not find bridge br0.42" },
  { name: "sensor", age: 26 * HOUR, arrange: frozen("UNKNOWN") },
  { name: "scratch", age: 8 * DAY, arrange: acted("terminate-hard") },
];

const SMALL = `CPU="0.5"\nMEMORY="512"\nVCPU="1"\nINSTANCE_TYPE="small"\n${DEVICES}\nCONTEXT=[NETWORK="YES"]`;

function addMachines(world: World, owner: Caller): void {
  for (const { name, age, more = "", arrange, bootFails } of MACHINES) {
    if (bootFails !== undefined) world.failNext("boot", bootFails);
    const vm = addVm(world, owner, `NAME="${name}"\n${SMALL}\n${more}`);
    arrange?.(world, owner, vm);
    madeAgo(world, vm, age);
  }
  for (const vm of world.vms.values()) if (vm.name === "alice-held") madeAgo(world, vm, 6 * HOUR);
  calculateCosts(world);
}

/**
 * alice has more room for machines in the group than of their own, and less for CPUs; the rest is the cloud's default.
 */
function addQuotas(world: World, alice: Caller): void {
  alice.user.limits.vm = { VMS: 30, MEMORY: 32_768 };
  world.groupLimits.set(1, {
    vm: { VMS: 60, CPU: 16, MEMORY: 65_536 },
    datastores: new Map([[1, { IMAGES: 50 }]]),
    networks: new Map([[0, { LEASES: 100 }]]),
    images: new Map(),
  });
  const { user, group } = world.defaultLimits;
  user.vm = { CPU: 24, RUNNING_VMS: 25, SYSTEM_DISK_SIZE: 204_800 };
  user.datastores.set(1, { SIZE: 102_400, IMAGES: 40 });
  user.networks.set(0, { LEASES: 40 });
  group.images.set(0, { RVMS: 200 });
}

export function showcaseSeed(world: World): void {
  demoSeed(world);
  const [admin, alice] = [callerOf(world.user(0)), callerOf(world.user(2))];
  alice.user.template.set(
    "SSH_PUBLIC_KEY",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl alice@desk",
  );
  addTemplates(world, admin);
  addMachines(world, alice);
  addQuotas(world, alice);
}
