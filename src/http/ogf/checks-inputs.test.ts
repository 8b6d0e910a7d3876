/** VM templates with inputs in OCCI 1.2: shown at discovery, taken and enforced at creation, passwords shown to nobody. */
import { describe, expect, test } from "bun:test";
import { inputsOf } from "../../cloud/inputs.ts";
import { addVmTemplate, callerOf, PUBLIC } from "../../oned-sim/seed.ts";
import type { RecordedLog } from "../testing/recorded-log.ts";
import { category, describeOcci, INFRA, JSON_TYPE, type OcciWorld, OS_TPL, RESOURCE_TPL } from "./testing/over-sim.ts";
import { attribute, created, json, kind, mixin, plain, refused } from "./testing/requests.ts";

const NAME = "org.opennebula.input.";
const os = (id: number) => mixin(`${OS_TPL}template_${id}`);
const input = (name: string, value: string | number | boolean) => attribute(NAME + name, value);
const machine = (...more: readonly string[]) => plain(kind("compute"), ...more);
/** Of the demo: the template with one input of each type. */
const EVERY = 3;
const SIZED = 4;
const NEEDED = [input("GREETING", "hello"), input("SECRET", "c4n4ry-pass"), input("REGIONS", "north,south")];

/** What oned was given for a machine, by name. */
function given({ sim }: OcciWorld, path: string) {
  const vm = sim.world.vms.get(Number(path.split("/").at(-1)));
  return {
    value: (name: string) => vm?.userTemplate.single(name),
    capacity: (name: string) => vm?.template.single(name),
    context: vm?.template.vectors("CONTEXT")[0] ?? new Map<string, string>(),
  };
}

describeOcci(
  "inputs of VM templates",
  (world) => {
    describe("at /-/", () => {
      test("JSON has type, limits, options, default and description of each, in one call to oned", async () => {
        world.resetCalls();
        const { body } = await world.request("GET", "/-/", { accept: JSON_TYPE });
        expect(world.calls()).toBe(1);
        const found = JSON.parse(body).mixins.find(({ term }: { term: string }) => term === `template_${EVERY}`);
        const of = (name: string) => found.attributes[NAME + name];
        expect(Object.keys(found.attributes).slice(0, 3)).toEqual(
          ["GREETING", "EDITION", "LANGUAGE"].map((n) => NAME + n),
        );
        expect(of("GREETING")).toEqual({
          mutable: true,
          required: true,
          type: "string",
          description: "What it says when it starts",
        });
        expect(of("MOTD")).toMatchObject({ type: "string", default: "Welcome.\nBe kind.\n" });
        expect(of("SECRET")).toEqual({
          mutable: true,
          required: true,
          type: "string",
          description: "Password of the service",
        });
        expect(of("WORKERS")).toMatchObject({ type: "number", default: 4, pattern: { type: "integer" } });
        expect(of("RATIO")).toMatchObject({ type: "number", default: 0.25 });
        expect(of("PORT")).toMatchObject({
          required: true,
          default: 8080,
          pattern: { type: "integer", minimum: 1024, maximum: 49_151 },
        });
        expect(of("LOAD")).toMatchObject({ pattern: { type: "number", minimum: 0.5, maximum: 4 }, default: 1.5 });
        expect(of("EDITION").pattern.enum).toEqual(["community", "standard", "enterprise"]);
        expect(of("MODULES")).toMatchObject({
          type: "string",
          default: "mail,files",
          description: "Modules (Some of mail, calendar, files, chat, with commas between them)",
        });
        expect(of("TLS")).toMatchObject({ type: "boolean", default: true });
        expect(of("LICENCE")).toEqual({
          required: true,
          type: "string",
          default: "Apache-2.0",
          description: "Licence of this appliance",
        });
      });

      test.each(["text/plain", "text/occi"])("%s names them, and which are required", async (accept) => {
        const { body, headers } = await world.request("GET", "/-/", {
          accept,
          headers: { category: category(`${OS_TPL}template_${EVERY}`) },
        });
        const text = accept === "text/occi" ? (headers.get("category") ?? "") : body;
        expect(text).toContain(`attributes="${NAME}GREETING{required} ${NAME}EDITION{required} ${NAME}LANGUAGE `);
        expect(text).toContain(`${NAME}LICENCE{immutable required}`);
      });

      test("a template without inputs has no attributes", async () => {
        const { body } = await world.request("GET", "/-/", { accept: JSON_TYPE });
        const found = JSON.parse(body).mixins.find(({ term }: { term: string }) => term === "template_0");
        expect(found).not.toHaveProperty("attributes");
      });
    });

    describe("at creation", () => {
      test("their values reach the machine, defaults too, text64 encoded; in as many calls as without", async () => {
        world.resetCalls();
        await created(world, "/compute/", machine(os(0)));
        const calls = world.calls();
        world.resetCalls();
        const more = [input("WORKERS", 2), input("TLS", false), input("MOTD", "two\nlines"), input("LOAD", 0.75)];
        const text = machine(os(EVERY), ...NEEDED, ...more.map((line) => line.replace("\n", "\\n")));
        const path = await created(world, "/compute/", text);
        expect(world.calls()).toBe(calls);
        const { value, context } = given(world, path);
        expect(["GREETING", "SECRET", "REGIONS", "WORKERS", "TLS", "LOAD"].map(value)).toEqual([
          "hello",
          "c4n4ry-pass",
          "north,south",
          "2",
          "NO",
          "0.75",
        ]);
        expect(["PORT", "EDITION", "MODULES", "LICENCE", "RATIO", "OFFSET", "LANGUAGE"].map(value)).toEqual([
          "8080",
          "standard",
          "mail,files",
          "Apache-2.0",
          "0.25",
          undefined,
          undefined,
        ]);
        expect(Buffer.from(value("MOTD") ?? "", "base64").toString()).toStartWith("two");
        expect(context.get("GREETING")).toBe("hello");
      });

      test("JSON and headers say the same", async () => {
        const attributes = { GREETING: "hi", SECRET: "x", REGIONS: "east", WORKERS: 3, TLS: true, MOTD: "a\nb" };
        const path = await created(
          world,
          "/compute/",
          json({
            kind: `${INFRA}compute`,
            mixins: [`${OS_TPL}template_${EVERY}`],
            attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [NAME + name, value])),
          }),
        );
        const { value } = given(world, path);
        expect([value("WORKERS"), value("TLS"), value("MOTD")]).toEqual(["3", "YES", btoa("a\nb")]);
        const answer = await world.request("POST", "/compute/", {
          contentType: "text/occi",
          headers: {
            category: [category(`${INFRA}compute`, "kind"), category(`${OS_TPL}template_${EVERY}`)].join(", "),
            "x-occi-attribute": `${NAME}GREETING="hi, there", ${NAME}SECRET="y", ${NAME}REGIONS="east,west", ${NAME}PORT=2048`,
          },
        });
        expect(answer.status).toBe(201);
        const occi = given(world, answer.headers.get("location") ?? "");
        expect(["GREETING", "REGIONS", "PORT"].map(occi.value)).toEqual(["hi, there", "east,west", "2048"]);
      });

      test.each([
        ["a required one is missing", NEEDED.slice(1), `"${NAME}GREETING" is missing`],
        ["a required one is empty", [...NEEDED.slice(0, 2), input("REGIONS", "")], `"${NAME}REGIONS" is required`],
        ["a number is none", [...NEEDED, input("WORKERS", "five")], `"${NAME}WORKERS" must be an integer`],
        ["a whole number is not", [...NEEDED, input("WORKERS", 1.5)], `"${NAME}WORKERS" must be an integer`],
        ["a float is none", [...NEEDED, input("RATIO", "x")], `"${NAME}RATIO" must be a number`],
        ["a number is below its range", [...NEEDED, input("PORT", 80)], `"${NAME}PORT" is 80, below its minimum`],
        ["a number is above its range", [...NEEDED, input("LOAD", 4.5)], `"${NAME}LOAD" is 4.5, above its maximum`],
        [
          "an option does not exist",
          [...NEEDED, input("EDITION", "gold")],
          `"gold" is not a value of "${NAME}EDITION"`,
        ],
        ["an option of several", [...NEEDED, input("MODULES", "mail,x")], `"${NAME}MODULES" must be any of "mail"`],
        ["it is no boolean", [...NEEDED, input("TLS", "perhaps")], `"${NAME}TLS" must be true or false`],
        ["it is fixed", [...NEEDED, input("LICENCE", "MIT")], `"${NAME}LICENCE" is immutable`],
        ["there is no such input", [...NEEDED, input("NOPE", "x")], `"${NAME}NOPE" is not defined`],
        ["another case of letters", [...NEEDED, input("workers", 1)], `"${NAME}workers" is not defined`],
        ["it hides a variable of the context", [...NEEDED, input("GREETING", "x@^_^@FILES=/etc/shadow")], "two values"],
      ] as const)("%s: 400, by its name", async (_, lines, culprit) => {
        await refused(world, "POST /compute/", machine(os(EVERY), ...lines), 400, culprit);
      });

      test.each(["x@^_^@FILES=/etc/shadow", "x@^_^", "x@^", "^@FILES=/etc/shadow", "]]>"])(
        "%s is no value: oned would read more of it than a value",
        async (value) => {
          const lines = [input("GREETING", value), ...NEEDED.slice(1)];
          await refused(world, "POST /compute/", machine(os(EVERY), ...lines), 400, `${NAME}GREETING" holds`);
        },
      );

      test("what is fixed may be sent as it is", async () => {
        await created(world, "/compute/", machine(os(EVERY), ...NEEDED, input("LICENCE", "Apache-2.0")));
      });

      test("they are those of the os_tpl: other machines have none", async () => {
        const undefined_ = `"${NAME}GREETING" is not defined`;
        await refused(world, "POST /compute/", machine(os(0), NEEDED[0] ?? ""), 400, undefined_);
        await refused(world, "POST /compute/", machine(mixin(`${OS_TPL}image_0`), NEEDED[0] ?? ""), 400, undefined_);
        await refused(world, "POST /compute/0", plain(NEEDED[0] ?? ""), 400, undefined_);
      });

      test("terms of old servers are the same templates", async () => {
        await refused(world, "POST /compute/", machine(mixin(`${OS_TPL}uuid_every_input_${EVERY}`)), 400, "is missing");
        const path = await created(world, "/compute/", machine(mixin(`${OS_TPL}uuid_every_input_${EVERY}`), ...NEEDED));
        expect(given(world, path).value("EDITION")).toBe("standard");
      });

      test("a machine is sent back as it was shown", async () => {
        const path = await created(world, "/compute/", machine(os(EVERY), ...NEEDED));
        const { body } = await world.request("GET", path, { accept: JSON_TYPE });
        const answer = await world.request("PUT", path, { contentType: JSON_TYPE, body });
        expect([answer.status, answer.body]).toEqual([200, expect.any(String)]);
      });
    });

    describe("that are the size", () => {
      const capacityOf = async (...lines: readonly string[]) => {
        const { capacity } = given(world, await created(world, "/compute/", machine(os(SIZED), ...lines)));
        return ["CPU", "MEMORY", "VCPU"].map(capacity);
      };

      test("are defaults, or what is sent", async () => {
        expect(await capacityOf()).toEqual(["1", "1024", "2"]);
        expect(await capacityOf(input("CPU", "2"), input("MEMORY", 2048), input("VCPU", 4))).toEqual([
          "2",
          "2048",
          "4",
        ]);
      });

      test("are given by a resource_tpl or by attributes of the standard, within their limits", async () => {
        expect(await capacityOf(mixin(`${RESOURCE_TPL}medium`))).toEqual(["4", "4096", "2"]);
        expect(await capacityOf(attribute("occi.compute.memory", 2))).toEqual(["1", "2048", "2"]);
        const beyond = machine(os(SIZED), attribute("occi.compute.memory", 16));
        await refused(world, "POST /compute/", beyond, 400, `"${NAME}MEMORY" must be from 512 to 8192`);
        const cores = machine(os(SIZED), attribute("occi.compute.cores", 3));
        await refused(world, "POST /compute/", cores, 400, `"${NAME}CPU" must be one of`);
      });

      test("come before a resource_tpl", async () => {
        expect((await capacityOf(mixin(`${RESOURCE_TPL}medium`), input("MEMORY", 512)))[1]).toBe("512");
      });

      test("must be sizes, whatever the template says of them", async () => {
        const id = addVmTemplate(
          world.sim.world,
          callerOf(world.sim.world.user(0)),
          'NAME="free"\nCPU="1"\nMEMORY="64"\nUSER_INPUTS=[CPU="O|text|c",MEMORY="O|number|m",VCPU="O|text|v"]',
          PUBLIC,
        );
        for (const [name, value] of [
          ["CPU", "lots"],
          ["CPU", "0"],
          ["MEMORY", -5],
          ["VCPU", "1.5"],
        ] as const) {
          await refused(world, "POST /compute/", machine(os(id), input(name, value)), 400, `"${NAME}${name}" must be`);
        }
      });
    });

    test("passwords are in no answer and in no log, whatever the language", async () => {
      const path = await created(world, "/compute/", machine(os(EVERY), ...NEEDED));
      const id = path.split("/").at(-1);
      expect(given(world, path).context.get("SECRET")).toBe("c4n4ry-pass");
      const wrong = input("SECRET", "c4n4ry-@^_^@x");
      const answers = [
        await world.request("GET", path, { accept: "text/plain" }),
        await world.request("GET", path, { accept: JSON_TYPE }),
        await world.request("GET", "/compute/", { accept: JSON_TYPE }),
        await world.request("GET", `/compute/${id}`, { accept: "application/xml" }),
        await world.request("GET", "/compute?verbose", { accept: "application/xml" }),
        await world.request("GET", `/api/v1/machines/${id}`),
        await world.request("GET", "/-/", { accept: JSON_TYPE }),
        await world.request("POST", "/compute/", machine(os(EVERY), NEEDED[0] ?? "", wrong, NEEDED[2] ?? "")),
        await world.request("POST", "/api/v1/machines", {
          contentType: "application/json",
          body: JSON.stringify({ template: EVERY, inputs: { SECRET: "c4n4ry-@^_^@x", PORT: 1 } }),
        }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 200, 400, 400]);
      for (const { body, headers } of answers) expect(`${[...headers].join("\n")}${body}`).not.toContain("c4n4ry");
      expect(answers[3]?.body).toContain("<GREETING>hello</GREETING>");
      expect(world.deps.log as RecordedLog).toHaveProperty("lines");
      expect((world.deps.log as RecordedLog).lines.join("")).not.toContain("c4n4ry");
    });
  },
  {},
  { seed: "showcase" },
);

describeOcci(
  "inputs of DEFAULT_OS_TPL",
  (world) => {
    test("are enforced for machines that name no os_tpl, and can be sent for them", async () => {
      await refused(world, "POST /compute/", machine(), 400, `"${NAME}GREETING" is required`);
      await refused(world, "POST /compute/", machine(...NEEDED.slice(1)), 400, `"${NAME}GREETING" is missing`);
      world.resetCalls();
      const path = await created(world, "/compute/", machine(...NEEDED, input("WORKERS", 9)));
      expect(world.calls()).toBe(2);
      expect(given(world, path).value("WORKERS")).toBe("9");
      await created(world, "/compute/", machine(mixin(`${OS_TPL}image_0`)));
      const both = machine(mixin(`${OS_TPL}image_0`), ...NEEDED);
      await refused(world, "POST /compute/", both, 400, "is not defined");
    });
  },
  { defaultOsTpl: `template_${EVERY}` },
  { seed: "showcase" },
);

test("a name that is no variable of templates is no input", () => {
  const inputs = new Map([
    ["GOOD", "M|text|x"],
    ["bad-name", "M|text|x"],
    ["A.B", "M|text|x"],
    ["__proto__", "M|text|x"],
  ]);
  expect(inputsOf({ inputs, notes: new Map() }).map(({ name }) => name)).toEqual(["GOOD"]);
});
