/** What the demo prints: users, and command lines that work as they stand, in their order. */

export interface DemoGuide {
  /** Base of the hrefs. */
  readonly base: string;
  /** Path of the certificate that curl is to trust. */
  readonly certificate: string;
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

/** A first session: a network, an image, a virtual machine of both, and its life. */
export function demoSteps({ base, certificate }: DemoGuide): Step[] {
  const curl = `curl -sS --cacert ${certificate} -u alice:alicepass`;
  const put = (state: string): string =>
    `${curl} -X PUT ${base}/compute/0 -d '<COMPUTE><ID>0</ID><STATE>${state}</STATE></COMPUTE>'`;
  return [
    { what: "What there is", command: `${curl} ${base}/` },
    {
      what: "Create a network",
      command: `${curl} ${base}/network -d '<NETWORK><NAME>blue</NAME><ADDRESS>192.168.10.0</ADDRESS><SIZE>C</SIZE></NETWORK>'`,
    },
    {
      what: "Upload an image (here: 8 MiB of zeros)",
      command:
        `head -c 8388608 /dev/zero | ${curl} ${base}/storage -F 'file=@-;filename=disk.img' ` +
        `--form-string 'occixml=<STORAGE><NAME>disk</NAME><TYPE>OS</TYPE></STORAGE>'`,
    },
    {
      what: "Start a virtual machine with both",
      command:
        `${curl} ${base}/compute -d '<COMPUTE><NAME>first</NAME><INSTANCE_TYPE>small</INSTANCE_TYPE>` +
        `<DISK><STORAGE href="${base}/storage/0"/></DISK><NIC><NETWORK href="${base}/network/0"/></NIC></COMPUTE>'`,
    },
    { what: "Watch it: PENDING, then ACTIVE", command: `${curl} ${base}/compute/0` },
    { what: "Stop it", command: put("STOPPED") },
    { what: "Resume it (when it is STOPPED)", command: put("RESUME") },
    { what: "Delete it", command: `${curl} -X DELETE ${base}/compute/0` },
  ];
}

/** The whole text. */
export function demoGuide(guide: DemoGuide): string {
  const users = USERS.map(([name, password]) => `  ${name.padEnd(10)}password ${password}`);
  const steps = demoSteps(guide).flatMap(({ what, command }) => [`# ${what}`, command, ""]);
  return [
    `occi-server demo: ${guide.base}, in front of an OpenNebula in memory.`,
    "",
    "Users:",
    ...users,
    "",
    "Try in another terminal:",
    "",
    ...steps,
    "Requests are logged below. Ctrl-C ends the demo.",
    "",
  ].join("\n");
}
