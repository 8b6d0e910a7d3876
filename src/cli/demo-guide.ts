/** What the demo prints: users, and command lines that work as they stand, in their order. */

export interface DemoFacts {
  /** Base of the hrefs. */
  readonly base: string;
  /** Path of the certificate that curl is to trust. */
  readonly certificate: string;
  /** The ids that the next network, image and virtual machine will get. */
  readonly network: number;
  readonly storage: number;
  readonly compute: number;
}

/** Users of the stand-in, with their passwords. */
const USERS = [
  ["alice", "alicepass"],
  ["bob", "bobpass"],
  ["oneadmin", "opennebula"],
] as const;

export interface Step {
  readonly what: string;
  readonly command: string;
}

/** A first session: a network, an image, a virtual machine of both, and its life. Each line stands for itself. */
export function demoSteps({ base, certificate, network, storage, compute }: DemoFacts): Step[] {
  const curl = `curl -sS -w '\\n' --cacert ${certificate} -u alice:alicepass`;
  const vm = `${base}/compute/${compute}`;
  const put = (state: string): string =>
    `${curl} -X PUT ${vm} -d '<COMPUTE><ID>${compute}</ID><STATE>${state}</STATE></COMPUTE>'`;
  const wait = (element: string): string =>
    `for i in $(seq 30); do ${curl} ${vm} | grep '<${element}<' && break; sleep 1; done`;
  return [
    { what: "See what there is", command: `${curl} ${base}/compute` },
    {
      what: "Create a network",
      command: `${curl} ${base}/network -d '<NETWORK><NAME>blue</NAME><ADDRESS>192.168.10.0</ADDRESS><SIZE>C</SIZE></NETWORK>'`,
    },
    {
      what: "Upload an image (8 MiB of zeros)",
      command:
        `head -c 8388608 /dev/zero | ${curl} ${base}/storage -F 'file=@-;filename=disk.img' ` +
        "--form-string 'occixml=<STORAGE><NAME>disk</NAME><TYPE>OS</TYPE></STORAGE>'",
    },
    {
      what: "Start a virtual machine with both",
      command:
        `${curl} ${base}/compute -d '<COMPUTE><NAME>first</NAME><INSTANCE_TYPE>small</INSTANCE_TYPE>` +
        `<DISK><STORAGE href="${base}/storage/${storage}"/></DISK>` +
        `<NIC><NETWORK href="${base}/network/${network}"/></NIC></COMPUTE>'`,
    },
    { what: "Watch it until it runs", command: wait("LCM_STATE>RUNNING") },
    { what: "Stop it", command: put("STOPPED") },
    { what: "Watch it until it has stopped", command: wait("STATE>STOPPED") },
    { what: "Resume it", command: put("RESUME") },
    { what: "Watch it until it runs again", command: wait("LCM_STATE>RUNNING") },
    { what: "Delete it", command: `${curl} -X DELETE ${vm}` },
  ];
}

/** The whole text. */
export function demoGuide(facts: DemoFacts): string {
  const users = USERS.map(([name, password]) => `  ${name.padEnd(10)}password ${password}`);
  const steps = demoSteps(facts).flatMap(({ what, command }) => [`# ${what}`, command, ""]);
  return [
    `occi-server demo: ${facts.base}, in front of an OpenNebula in memory.`,
    "",
    "Users:",
    ...users,
    "",
    "Try in another terminal, line by line (the ids are those of a demo just started):",
    "",
    ...steps,
    "Requests are logged below. Ctrl-C ends the demo.",
    "",
  ].join("\n");
}
