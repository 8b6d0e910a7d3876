/** Requests in OpenNebula's XML: creations, changes and actions, with anything in their texts. */
import fc from "fast-check";
import type { OcciSending } from "../../ogf/testing/over-sim.ts";
import { context, element, escaped, hostile, INJECTIONS, named, type Sent, some, together } from "./hostile-text.ts";

const xml = (body: string): OcciSending => ({ contentType: "application/xml", accept: "application/xml", body });

const disk = fc.oneof(
  fc.constant("<DISK><STORAGE href='/storage/0'/></DISK>"),
  hostile.map((text) => element("DISK", escaped(text))),
);
const nic = together(
  fc.constant("<NIC><NETWORK href='/network/0'/>"),
  named("IP", "10.0.0.44"),
  some,
  fc.constant("</NIC>"),
);
const machine = together(
  fc.constant("<COMPUTE>"),
  ...[named("NAME", "web"), fc.constantFrom("small", "custom").map((type) => element("INSTANCE_TYPE", type))],
  ...[
    named("CPU", "1"),
    named("MEMORY", "64"),
    disk,
    fc.oneof(nic, fc.constant("")),
    context,
    some,
    fc.constant("</COMPUTE>"),
  ],
);
const network = together(
  ...[
    fc.constant("<NETWORK>"),
    fc.nat().map((n) => element("NAME", `n${n}`)),
    named("ADDRESS", "10.9.0.0"),
    named("SIZE", "5"),
  ],
  ...[
    hostile.map((text) => element("DESCRIPTION", escaped(text))),
    named("PUBLIC", "YES"),
    some,
    fc.constant("</NETWORK>"),
  ],
);
const storage = together(
  ...[
    fc.constant("<STORAGE>"),
    fc.nat().map((n) => element("NAME", `s${n}`)),
    named("TYPE", "DATABLOCK"),
    named("SIZE", "10"),
  ],
  ...[
    hostile.map((text) => element("DESCRIPTION", escaped(text))),
    named("FSTYPE", "raw"),
    some,
    fc.constant("</STORAGE>"),
  ],
);
const ACTIONS = [
  ...[
    "attachnic",
    "attachdisk",
    "resize",
    "saveas",
    "rename",
    "snapshotcreate",
    "disksnapshotcreate",
    "poweroffhard",
    "hold",
  ],
];
const action = fc
  .tuple(
    fc.constantFrom(...ACTIONS),
    together(
      ...[
        named("NAME", "x"),
        named("IP", "10.0.0.45"),
        named("TARGET", "vdb"),
        named("CPU", "2"),
        named("MEMORY", "128"),
        some,
      ],
      fc.constant(
        "<NETWORK href='/network/0'/><STORAGE href='/storage/0'/><DISK id='0'/><NIC id='0'/><INSTANCE_TYPE>custom</INSTANCE_TYPE>",
      ),
    ),
  )
  .map(([perform, params]) => ofAction(perform, params));
function ofAction(perform: string, params: string): string {
  return `<ACTION>${element("PERFORM", perform)}${element("PARAMS", params)}</ACTION>`;
}
const form = (body: string): OcciSending => ({
  ...{ contentType: "application/x-www-form-urlencoded", accept: "application/xml" },
  body: `occixml=${encodeURIComponent(body)}`,
});

export const OF_XML: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 3, arbitrary: machine.map((body): Sent => ["POST", "/compute", xml(body)]) },
  network.map((body): Sent => ["POST", "/network", xml(body)]),
  storage.map((body): Sent => ["POST", "/storage", form(body)]),
  { weight: 2, arbitrary: action.map((body): Sent => ["POST", "/compute/0/action", xml(body)]) },
  machine.map((body): Sent => ["PUT", "/compute/0", xml(body)]),
  network.map((body): Sent => ["PUT", "/network/3", xml(body)]),
  storage.map((body): Sent => ["PUT", "/storage/2", xml(body)]),
);

/** Valid ones, which come first: so each template is known to have been judged. */
export const FIRST_OF_XML: readonly Sent[] = [
  ["POST", "/compute", xml("<COMPUTE><INSTANCE_TYPE>small</INSTANCE_TYPE><CONTEXT><A>b</A></CONTEXT></COMPUTE>")],
  ["POST", "/network", xml("<NETWORK><NAME>first</NAME><ADDRESS>10.9.0.0</ADDRESS><SIZE>5</SIZE></NETWORK>")],
  ["PUT", "/network/0", xml("<NETWORK><DESCRIPTION>d</DESCRIPTION></NETWORK>")],
  ["POST", "/storage", form("<STORAGE><NAME>first</NAME><TYPE>DATABLOCK</TYPE><SIZE>10</SIZE></STORAGE>")],
  ["PUT", "/storage/0", xml("<STORAGE><DESCRIPTION>d</DESCRIPTION></STORAGE>")],
  ["POST", "/compute/0/action", xml(ofAction("attachnic", "<NETWORK href='/network/0'/>"))],
  ["POST", "/compute/0/action", xml(ofAction("attachdisk", "<STORAGE href='/storage/0'/>"))],
  ["POST", "/compute/0/action", xml(ofAction("resize", "<INSTANCE_TYPE>large</INSTANCE_TYPE>"))],
];
/** Each injection wherever a text of any kind may stand. */
export const EACH_OF_XML = INJECTIONS.flatMap((text, index): Sent[] => {
  const [own, blank] = [element("A", escaped(text)), "<B> </B>"];
  const compute = (content: string) =>
    `<COMPUTE><INSTANCE_TYPE>small</INSTANCE_TYPE><CONTEXT>${content}</CONTEXT></COMPUTE>`;
  const more = `<SIZE>1</SIZE>${element("DESCRIPTION", escaped(text))}`;
  return [
    ["POST", "/compute", xml(compute(own))],
    ["POST", "/compute", xml(compute(own + blank))],
    ["POST", "/network", xml(`<NETWORK><NAME>x${index}</NAME><ADDRESS>10.9.0.0</ADDRESS>${more}</NETWORK>`)],
    ["POST", "/storage", form(`<STORAGE><NAME>x${index}</NAME><TYPE>DATABLOCK</TYPE>${more}</STORAGE>`)],
    ["PUT", "/network/0", xml(`<NETWORK>${more}</NETWORK>`)],
    ["PUT", "/storage/0", xml(`<STORAGE>${more}</STORAGE>`)],
  ];
});
