import { expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { checkChosenSize } from "./fixed-size.ts";
import { fakeContext, reply } from "./testing/context.ts";

const type = (name: string, size = "") =>
  `<INSTANCE_TYPE href="http://cloud.test/instance_type/${name}"><ID>${name}</ID><NAME>${name}</NAME>${size}</INSTANCE_TYPE>`;
const SMALL = type("small", "<CPU>1</CPU><MEMORY>1024</MEMORY>");
const ANSWERS: Readonly<Record<string, string>> = {
  "/instance_type/small": SMALL,
  "/instance_type/custom": type("custom"),
  "/instance_type/half": type("half", "<MEMORY>512</MEMORY>"),
  "/instance_type?verbose=true": `<INSTANCE_TYPE_COLLECTION>${SMALL}${type("custom")}</INSTANCE_TYPE_COLLECTION>`,
};
const server = () => fakeContext((_, path) => reply(ANSWERS[path] ?? "", path in ANSWERS ? 200 : 404));

test.each([
  [{ type: "small", cpu: "2" }, "--cpu cannot be chosen: the instance type small always has 1 CPU."],
  [{ type: "small", memory: 4096 }, "--memory cannot be chosen: the instance type small always has 1024 MiB."],
  [
    { type: "small", cpu: "2", memory: 4096 },
    "--cpu and --memory cannot be chosen: the instance type small always has 1 CPU and 1024 MiB.",
  ],
  [{ type: "half", cpu: "2", memory: 64 }, "--memory cannot be chosen: the instance type half always has 512 MiB."],
])("%j is refused before anything is made", async (typed, message) => {
  const context = server();
  const error = await checkChosenSize(context, typed).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(OcciError);
  expect([error.code, error.message]).toEqual(["USAGE", message]);
  expect(error.hint).toEndWith("or choose another --type. With custom you choose the size yourself.");
  expect(context.requests.every((line) => line.startsWith("GET "))).toBe(true);
});

test.each([
  [{ type: "custom", cpu: "2", memory: 4096 }],
  [{ type: "small", cpu: "1.0", memory: 1024 }],
  [{ type: "smal", cpu: "2" }],
  [{ cpu: "2" }],
  [{ type: "small" }],
])("%j is left to the server", async (typed) => {
  await expect(checkChosenSize(server(), typed)).resolves.toBeUndefined();
});

test("nothing is asked where no size was typed", async () => {
  const context = server();
  await checkChosenSize(context, { type: "small" });
  expect(context.requests).toEqual([]);
});
