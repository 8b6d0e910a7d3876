import { describe, expect, test } from "bun:test";
import { nonEmpty } from "../../../testing/non-empty.ts";
import { OFFERED, type Rendering } from "../media-type.ts";
import type { Resource } from "../model.ts";
import { STANDARD } from "../standard/index.ts";
import { BASE, DEBIAN, DISK, MACHINE, NIC, REGISTRY, SMALL } from "../testing/example.ts";
import { golden } from "../testing/golden/file.ts";
import { CollectionWriter } from "./collection.ts";
import { inHeaders } from "./headers.ts";
import { type Rendered, renderCategories, renderEntity, renderLocations, renderOk } from "./index.ts";

/** As a reader sees it: headers, an empty line, the body. */
function shown({ contentType, headers, body }: Rendered): string {
  const lines = headers.map(([name, value]) => `${name}: ${Buffer.from(value, "latin1").toString()}`);
  const text = body.startsWith("{") ? JSON.stringify(JSON.parse(body), undefined, 1) : body;
  return [`Content-Type: ${contentType}`, ...lines, "", text].join("\n");
}

function fileName(what: string, rendering: Rendering): string {
  return `${what}.${rendering.replace("/", "-")}`;
}

const LISTS: Record<string, (rendering: Rendering) => Rendered> = {
  locations: (rendering) => renderLocations(rendering, ["/compute/41", "/compute/42"], BASE),
  ok: renderOk,
};
const REPRESENTATIONS: Record<string, (rendering: Rendering) => Rendered> = {
  compute: (rendering) => renderEntity(rendering, MACHINE, REGISTRY),
  link: (rendering) => renderEntity(rendering, NIC, REGISTRY),
  discovery: (rendering) => renderCategories(rendering, [...STANDARD, DEBIAN, SMALL]),
  saved: (rendering) => renderCategories(rendering, [DEBIAN]),
  nothing: (rendering) => renderCategories(rendering, []),
};

describe("golden", () => {
  for (const [what, render] of nonEmpty(Object.entries({ ...LISTS, ...REPRESENTATIONS }))) {
    for (const rendering of OFFERED) {
      if (rendering === "text/uri-list" && what in REPRESENTATIONS) continue;
      test(`${what} in ${rendering}`, () => {
        const actual = shown(render(rendering));
        expect(actual).toBe(golden(fileName(what, rendering), actual));
      });
    }
  }
  test("N-8: every answer is of the type that was asked for", () => {
    for (const render of Object.values(LISTS)) {
      for (const rendering of OFFERED) expect(render(rendering).contentType).toBe(rendering);
    }
  });
});

describe("text", () => {
  const plain = (entity: Resource = MACHINE) => renderEntity("text/plain", entity, REGISTRY).body;
  const occi = () => new Map(renderEntity("text/occi", MACHINE, REGISTRY).headers);

  test("N-7: text/uri-list is refused for what is no listing", () => {
    for (const render of Object.values(REPRESENTATIONS)) {
      expect(() => render("text/uri-list")).toThrow(expect.objectContaining({ code: "INVALID_REQUEST" }));
    }
  });
  test("T-1: the first two categories are as 1.1's test reads them", () => {
    const pattern = /^Category: [^;]+; scheme="[a-z:./#]+"; class="[^"]+"/;
    const lines = renderCategories("text/plain", STANDARD).body.split("\n");
    expect(lines[0]).toStartWith("Category: compute; ");
    for (const line of nonEmpty(lines.slice(0, 2))) expect(line).toMatch(pattern);
  });
  test("T-3, Q-4: a kind shows inherited attributes, with what is immutable and required", () => {
    const storage = renderCategories("text/plain", STANDARD.slice(2, 3)).body;
    expect(storage).toContain('attributes="occi.core.id{immutable} occi.core.title occi.core.summary');
    expect(storage).toContain(
      ' occi.storage.size{required} occi.storage.state.message{immutable} occi.storage.state{immutable}"',
    );
  });
  test("T-4: ipnetwork has no rel; a template has the first it depends on", () => {
    const lines = renderCategories("text/plain", [...STANDARD, DEBIAN]).body.split("\n");
    expect(lines.find((line) => line.startsWith("Category: ipnetwork;"))).not.toContain("rel=");
    expect(lines.at(-1)).toContain('rel="http://schemas.ogf.org/occi/infrastructure#os_tpl"; location=');
  });
  test("T-5: an action has neither rel nor location nor actions", () => {
    const lines = renderCategories("text/plain", STANDARD).body.split("\n");
    const actions = lines.filter((line) => line.includes('class="action"'));
    expect(actions).toHaveLength(12);
    for (const line of nonEmpty(actions)) expect(line).not.toMatch(/rel=|location=|actions=/);
  });
  test("T-8: strings are quoted, numbers and booleans are not; a line holds no line break", () => {
    expect(plain()).toContain('occi.core.title="web \\"one\\", with \\\\ and ; é網"');
    expect(plain()).toContain('occi.core.summary="two lines"');
    expect(plain()).toContain("occi.compute.memory=1.5\n");
  });
  test("A-8, T-7, T-13: action links are relative", () => {
    expect(plain()).toContain('Link: </compute/41?action=start>; rel="');
  });
  test("a link line has its ends: clients find volumes by them", () => {
    expect(plain()).toContain(
      'occi.core.id="compute_41_disk_1"; occi.core.title="data"; occi.core.source="/compute/41"; occi.core.target="/storage/12"',
    );
    expect(occi().get("Link")).toContain('occi.core.source="/compute/41"; occi.core.target="/network/3"');
  });
  test.each(["text/plain", "text/occi"] as const)("in %s every location has the prefix of a proxy", (rendering) => {
    const { headers, body } = renderEntity(rendering, MACHINE, REGISTRY, "/occi");
    const text = `${headers.join("\n")}\n${body}`;
    for (const place of [
      ...[
        "</occi/network/3>",
        'self="/occi/link/networkinterface/compute_41_nic_0"',
        "</occi/compute/41?action=start>",
      ],
      ...['occi.core.source="/occi/compute/41"', 'occi.core.target="/occi/storage/12"'],
    ]) {
      expect(text).toContain(place);
    }
    expect(text).not.toMatch(/["<]\/(?:compute|network|storage|link)\//);
    const types = renderCategories(rendering, [...STANDARD, DEBIAN], "/occi");
    expect(`${types.headers.join("\n")}\n${types.body}`).toContain('location="/occi/compute/"');
    expect(`${types.headers.join("\n")}\n${types.body}`).not.toMatch(/location="\/(?!occi\/)/);
  });
  test("T-10: in text/occi the body is OK", () => {
    expect(renderEntity("text/occi", MACHINE, REGISTRY).body).toBe("OK");
  });
  test("T-11: values are joined without a blank, locations with one", () => {
    expect(occi().get("Category")).toContain('"Compute",uuid_debian');
    expect(occi().get("Category")).toContain('title="Debian 12  stable  amd64"');
    const headers = new Map(renderLocations("text/occi", ["/compute/1", "/compute/2"], BASE).headers);
    expect(headers.get("X-OCCI-Location")).toBe(`${BASE}/compute/1, ${BASE}/compute/2`);
  });
  test("T-12: too much for a header is refused, not cut", () => {
    const many = Array.from({ length: 2_000 }, (_, id) => `/compute/${id}`);
    expect(() => renderLocations("text/occi", many, BASE)).toThrow(
      expect.objectContaining({ code: "NOT_ACCEPTABLE", hint: "Use Accept: text/plain." }),
    );
    expect(() => new CollectionWriter("text/occi", BASE).locations(many)).toThrow("text/occi");
    // The name of the header, a colon and a blank, the value, and what stands between it and the next.
    const value = "x".repeat(60_000 - "Category: ".length - ",".length);
    expect(inHeaders([["Category", value]]).headers).toEqual([["Category", value]]);
    expect(() => inHeaders([["Category", `${value}x`]])).toThrow("text/occi");
  });
  test("T-17: state.message comes before state, links have occi.core.id", () => {
    expect(plain()).toMatch(/occi\.compute\.state\.message="waiting for a host"\n.*occi\.compute\.state="inactive"/);
    for (const line of nonEmpty(plain().split("\n"))) {
      if (line.startsWith("Link:") && line.includes("self=")) expect(line).toContain("; occi.core.id=");
    }
  });
  test("T-18: no ; in titles of categories", () => {
    expect(plain()).toContain('title="Debian 12, stable, amd64"');
  });
  test("headers hold bytes: Headers takes what is in them", () => {
    const headers = new Headers([...renderEntity("text/occi", MACHINE, REGISTRY).headers].map(([n, v]) => [n, v]));
    expect(headers.get("x-occi-attribute")).toContain("Ã©");
  });
  test("an odd location cannot leave its brackets or its line", () => {
    const odd: Resource = { ...MACHINE, links: [{ ...NIC, target: { location: '/network/1>\r\n"é' } }] };
    expect(plain(odd)).toContain("Link: </network/1%3E%0D%0A%22%C3%A9>; rel=");
  });
});

describe("collections", () => {
  const write = (rendering: Rendering, ...batches: (readonly (typeof MACHINE | typeof NIC)[])[]) => {
    const writer = new CollectionWriter(rendering, BASE);
    const pieces = batches.map((batch) => writer.entities(batch));
    const { body, headers } = writer.end();
    return { body: pieces.join("") + body, headers };
  };

  test("C-1, C-4, T-14: text lists absolute locations", () => {
    expect(write("text/plain", [MACHINE], [NIC]).body).toBe(
      `X-OCCI-Location: ${BASE}/compute/41\nX-OCCI-Location: ${BASE}/link/networkinterface/compute_41_nic_0`,
    );
    expect(write("text/occi", [MACHINE], [NIC])).toEqual({
      body: "OK",
      headers: [["X-OCCI-Location", `${BASE}/compute/41, ${BASE}/link/networkinterface/compute_41_nic_0`]],
    });
  });
  test("T-15: text/uri-list is one URI a line, which ends in LF: rOCCI takes a CR for a part of it", () => {
    expect(write("text/uri-list", [MACHINE, DISK]).body).toBe(
      `${BASE}/compute/41\n${BASE}/link/storagelink/compute_41_disk_1\n`,
    );
  });
  test("in JSON every location has the prefix of a proxy, in collections and in discovery too", () => {
    const writer = new CollectionWriter("application/json", `${BASE}/occi`, "resources", "/occi");
    const all = [
      renderEntity("application/json", MACHINE, REGISTRY, "/occi").body,
      renderCategories("application/json", [...STANDARD, DEBIAN], "/occi").body,
      writer.entities([MACHINE, NIC]) + writer.end().body,
    ];
    for (const body of all) {
      const locations = [...body.matchAll(/"location":"([^"]*)"/g)].map(([, location]) => location ?? "");
      expect(locations.length).toBeGreaterThan(1);
      expect(locations.filter((location) => !location.startsWith("/occi/"))).toEqual([]);
    }
  });
  test("C-1, J-6: JSON has whole entities, resources and links apart in any order", () => {
    const ids = (body: string) => {
      const { resources, links } = JSON.parse(body) as Record<string, { id: string }[] | undefined>;
      return [resources?.map(({ id }) => id), links?.map(({ id }) => id)];
    };
    expect(ids(write("application/occi+json", [MACHINE, NIC], [MACHINE]).body)).toEqual([["41", "41"], [NIC.id]]);
    expect(ids(write("application/json", [NIC], [MACHINE], [NIC]).body)).toEqual([["41"], [NIC.id, NIC.id]]);
    expect(ids(write("application/json", [NIC]).body)).toEqual([undefined, [NIC.id]]);
  });
  test("C-2: an empty collection", () => {
    expect(write("text/plain").body).toBe("");
    expect(write("text/uri-list").body).toBe("");
    expect(write("text/occi")).toEqual({ body: "OK", headers: [] });
    expect(write("application/occi+json").body).toBe('{"resources":[]}');
    expect(new CollectionWriter("application/json", BASE, "links").end().body).toBe('{"links":[]}');
  });
  test("only JSON wants entities", () => {
    const wanting = OFFERED.filter((rendering) => new CollectionWriter(rendering, BASE).wantsEntities);
    expect(wanting).toEqual(["application/occi+json", "application/json"]);
  });
});

describe("JSON", () => {
  const json = (text: string) => JSON.parse(text) as Record<string, unknown>;
  test("J-1, J-2: members of the document and no others", () => {
    const machine = json(renderEntity("application/json", MACHINE, REGISTRY).body);
    expect(Object.keys(machine)).toEqual([
      ...["kind", "id", "title", "summary", "mixins", "attributes", "actions", "links"],
    ]);
    const nic = json(renderEntity("application/json", NIC, REGISTRY).body);
    expect(Object.keys(nic)).toEqual(["kind", "id", "mixins", "attributes", "source", "target"]);
  });
  test("J-3: attributes are flat", () => {
    const { attributes } = json(renderEntity("application/json", MACHINE, REGISTRY).body);
    expect(attributes).toEqual(Object.fromEntries(MACHINE.attributes));
  });
  test("J-10: descriptions; an integer is a number with a pattern", () => {
    const { kinds } = JSON.parse(renderCategories("application/json", STANDARD).body) as {
      kinds: { term: string; attributes: Record<string, unknown> }[];
    };
    const network = kinds.find(({ term }) => term === "network");
    expect(network?.attributes["occi.network.vlan"]).toEqual({
      mutable: true,
      type: "number",
      pattern: { $schema: "http://json-schema.org/draft-04/schema#", type: "integer", minimum: 0, maximum: 4095 },
      description: "802.1q VLAN",
    });
    const { mixins } = JSON.parse(renderCategories("application/json", [SMALL]).body) as {
      mixins: { attributes: Record<string, { default?: unknown }> }[];
    };
    expect(mixins[0]?.attributes["occi.compute.memory"]?.default).toBe(0.5);
  });
});

test("T-16: a Category has no place for the pattern of an attribute; JSON shows it", () => {
  const network = REGISTRY.all.filter(({ term }) => term === "network");
  expect(renderCategories("text/plain", network).body).not.toContain("pattern");
  expect(renderCategories("application/occi+json", network).body).toContain('"pattern":{"$schema"');
});

test("L-10: a storage link without CDMI names its device as the guest does", () => {
  const link = REGISTRY.kind("http://schemas.ogf.org/occi/infrastructure#storagelink");
  expect(link?.attributes.map(({ name }) => name)).toContain("occi.storagelink.deviceid");
});
