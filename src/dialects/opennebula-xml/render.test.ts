import { describe, expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import type { Compute, InstanceType, Network, Storage, User } from "../../model.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
import { readXml } from "../../xml/read.ts";
import type { Markup } from "../../xml/write.ts";
import {
  closeCollection,
  openCollection,
  renderCompute,
  renderError,
  renderErrorText,
  renderInstanceType,
  renderInstanceTypes,
  renderNetwork,
  renderRoot,
  renderStorage,
  renderSummary,
  renderToken,
  renderUser,
} from "./index.ts";
import { expectedOutput, goldenFiles } from "./testing/golden/files.ts";

const BASE = "https://cloud.example.org";

const RENDERERS: Record<string, (model: unknown) => Markup> = {
  compute: (model) => renderCompute(model as Compute, BASE),
  network: (model) => renderNetwork(model as Network, BASE),
  storage: (model) => renderStorage(model as Storage, BASE),
  user: (model) => renderUser(model as User, BASE),
  "instance-type": (model) => renderInstanceType(model as InstanceType, BASE),
  "instance-types": (model) => renderInstanceTypes(model as InstanceType[], BASE),
};

/** One tag a line: a golden file is read by people. */
function lines(markup: string): string {
  return markup.replaceAll("><", ">\n<");
}

describe("models as XML", () => {
  const files = goldenFiles("render");
  test("there are golden files for every renderer", () => {
    const kinds = new Set(files.map((file) => file.name.split(".")[0]));
    expect([...kinds].toSorted()).toEqual(Object.keys(RENDERERS).toSorted());
  });
  for (const file of nonEmpty(files)) {
    test(file.name, () => {
      const renderer = RENDERERS[file.name.split(".")[0] ?? ""];
      if (renderer === undefined) throw new Error("a golden file is named RENDERER.CASE.txt");
      const markup = renderer(JSON.parse(file.input));
      expect(lines(markup)).toBe(expectedOutput("render", file, lines(markup)));
      expect(readXml(markup).name).not.toBe("");
    });
  }
});

describe("collections", () => {
  test("are written in pieces", () => {
    const pieces = [
      openCollection("COMPUTE"),
      renderSummary("COMPUTE", { id: 0, name: "web" }, BASE),
      renderSummary("COMPUTE", { id: 1, name: 'a<&"b' }, BASE),
      closeCollection("COMPUTE"),
    ];
    expect(pieces.join("")).toBe(
      `<COMPUTE_COLLECTION><COMPUTE href="${BASE}/compute/0" name="web"/>` +
        `<COMPUTE href="${BASE}/compute/1" name="a&lt;&amp;&quot;b"/></COMPUTE_COLLECTION>`,
    );
  });
  test("GET / lists them", () => {
    expect(readXml(renderRoot(BASE)).children.map((child) => [child.name, child.attributes.href])).toEqual([
      ["COMPUTE_COLLECTION", `${BASE}/compute`],
      ["INSTANCE_TYPE_COLLECTION", `${BASE}/instance_type`],
      ["NETWORK_COLLECTION", `${BASE}/network`],
      ["STORAGE_COLLECTION", `${BASE}/storage`],
      ["USER_COLLECTION", `${BASE}/user`],
    ]);
  });
});

describe("errors", () => {
  const error = new OcciError("NAME_TAKEN", "A network named <a&b> exists.", { hint: "Choose another." });
  test("as XML", () => {
    expect(String(renderError(error, "r-1"))).toBe(
      "<ERROR><CODE>NAME_TAKEN</CODE><MESSAGE>A network named &lt;a&amp;b&gt; exists.</MESSAGE>" +
        "<HINT>Choose another.</HINT><REQUEST_ID>r-1</REQUEST_ID></ERROR>",
    );
  });
  test("as text", () => {
    expect(renderErrorText(error, "r-1")).toBe(
      "NAME_TAKEN: A network named <a&b> exists.\nHint: Choose another.\nRequest: r-1\n",
    );
  });
  test("without a hint there is none", () => {
    const bare = new OcciError("NOT_FOUND", "There is no VM 7.");
    expect(String(renderError(bare, "r-2"))).not.toContain("HINT");
    expect(renderErrorText(bare, "r-2")).toBe("NOT_FOUND: There is no VM 7.\nRequest: r-2\n");
  });
  test("a message cannot forge a line", () => {
    const forged = new OcciError("INVALID_REQUEST", "x\r\nRequest: other\u001b[2J");
    expect(renderErrorText(forged, "r-3").split("\n")).toEqual([
      "INVALID_REQUEST: x Request: other [2J",
      "Request: r-3",
      "",
    ]);
    const inHint = new OcciError("INVALID_REQUEST", "x", { hint: "Use y\nRequest: other" });
    expect(renderErrorText(inHint, "r-3\nx")).toBe("INVALID_REQUEST: x\nHint: Use y Request: other\nRequest: r-3 x\n");
  });
});

test("a token is XML too", () => {
  expect(String(renderToken("a1b2"))).toBe("<TOKEN>a1b2</TOKEN>");
  const user: User = { id: 2, name: "alice", group: "users" };
  expect(String(renderUser({ ...user, tokenEnds: [] }, BASE))).not.toContain("TOKEN");
  expect(String(renderUser({ ...user, tokenEnds: [1796025848, undefined] }, BASE))).toContain(
    "<GROUP>users</GROUP><LOGIN_TOKENS><LOGIN_TOKEN><EXPIRES>2026-11-30T08:04:08Z</EXPIRES></LOGIN_TOKEN>" +
      "<LOGIN_TOKEN><EXPIRES>never</EXPIRES></LOGIN_TOKEN></LOGIN_TOKENS></USER>",
  );
});
