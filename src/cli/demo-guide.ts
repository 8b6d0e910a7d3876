/** The text that the demo prints: users, and command lines that work as printed, in their order. */

export interface DemoFacts {
  /** Base of the hrefs. */
  readonly base: string;
  /** Path of the certificate that clients are to trust. */
  readonly certificate: string;
  /** A directory with links of the clients' names. */
  readonly clients: string;
  /** A file with alice's user name and password. */
  readonly credentials: string;
}

/** Users of the stand-in, with their passwords. */
export const USERS = {
  alice: "alicepass",
  bob: "bobpass",
  oneadmin: "opennebula",
} as const;

export interface Step {
  readonly what: string;
  readonly command: string;
}

/** A first session: a network, an image, virtual machines of both, and their life. Each line is complete. */
export function demoSteps({ base, certificate, clients, credentials }: DemoFacts): Step[] {
  return [
    {
      what: "Set the server, its certificate and your user for the clients",
      command: `export PATH=${clients}:"$PATH" OCCI_URL=${base} OCCI_CACERT=${certificate} ONE_AUTH=${credentials}`,
    },
    { what: "List the machines", command: "occi-compute list" },
    {
      what: "Upload an image (64 MiB of zeros; a real one is a qcow2 or raw file)",
      command: `head -c 64M /dev/zero > ${clients}/disk.img && occi-storage create --name disk --type OS --file ${clients}/disk.img --wait`,
    },
    {
      what: "Create a network",
      command: "occi-network create --name blue --address 192.168.10.0 --size 62",
    },
    {
      what: "Start three virtual machines with both, and wait until they run",
      command: "occi-compute create --name web --type small --disk disk --nic blue --count 3 --wait",
    },
    { what: "List them (`watch` instead of `list` repeats the list)", command: "occi-compute list" },
    {
      what: "Stop one and resume it",
      command: "occi-compute stop web-0 --wait && occi-compute resume web-0 --wait",
    },
    {
      what: "Give another machine more CPU and memory",
      command:
        "occi-compute poweroff web-1 --wait && occi-compute resize web-1 --type medium && occi-compute resume web-1 --wait",
    },
    {
      what: "Show the inputs of a template, and create a machine from it",
      command:
        "occi-template show WordPress && occi-compute create --name news --template WordPress --input ONEAPP_SITE_TITLE=News --input ONEAPP_ADMIN_PASSWORD=secret --wait",
    },
    { what: "Show how much of your quota is used", command: "occi-user show" },
    { what: "Show what your machines used this month", command: "occi-usage" },
    { what: "Delete them (without --yes it asks)", command: "occi-compute delete web-0 web-1 web-2 news --yes" },
    {
      what: "The same without the clients: the interface is XML over HTTPS",
      command: `curl -sS -w '\\n' --cacert ${certificate} -u alice:${USERS.alice} ${base}/compute`,
    },
    {
      what: "In the OGF's OCCI 1.2: list the types (etc/manual/ogf-sessions.md shows whole sessions)",
      command: `curl -sS -w '\\n' --cacert ${certificate} -u alice:${USERS.alice} ${base}/-/`,
    },
    {
      what: "In the JSON API: your groups and quotas (etc/manual/api.md shows a whole session)",
      command: `curl -sS -w '\\n' --cacert ${certificate} -u alice:${USERS.alice} ${base}/api/v1/me`,
    },
  ];
}

/** The whole text. */
export function demoGuide(facts: DemoFacts): string {
  const users = Object.entries(USERS).map(([name, password]) => `  ${name.padEnd(10)}password ${password}`);
  const steps = demoSteps(facts).flatMap(({ what, command }) => [`# ${what}`, command, ""]);
  return [
    `The console, a web page for users: ${facts.base}/ui/`,
    "(The browser warns about the certificate, because the demo signed it itself: continue.)",
    "",
    `occi-server demo: ${facts.base}, in front of a simulated OpenNebula.`,
    "",
    "Users:",
    ...users,
    "",
    "Try these lines one by one in another terminal (every command has --help):",
    "",
    ...steps,
    "Requests are logged below. Ctrl-C stops the demo.",
    "",
  ].join("\n");
}
