import { expect, test } from "bun:test";
import { dependencies } from "../package.json";
import { readLock, sbom } from "../scripts/sbom.ts";
import { nonEmpty } from "./testing/non-empty.ts";

interface Bom {
  readonly serialNumber: string;
  readonly components: readonly {
    name: string;
    version: string;
    purl: string;
    hashes?: readonly { content: string }[];
  }[];
}

const bom = sbom(readLock(), "1.2.3") as Bom;
const names = bom.components.map(({ name }) => name);

test("it lists what package-lock.json has for the executable, and the runtime", () => {
  const locked = Object.entries(readLock())
    .filter(([path, one]) => path.endsWith("/bun") || !(one.dev || one.optional || one.devOptional || path === ""))
    .map(([path, { version }]) => `${path.replace(/^.*node_modules\//, "")} ${version}`);
  expect(bom.components.map(({ name, version }) => `${name} ${version}`).sort()).toEqual([...new Set(locked)].sort());
  for (const name of nonEmpty([...Object.keys(dependencies), "bun"])) expect(names).toContain(name);
  for (const name of ["typescript", "fast-check", "@biomejs/biome"]) expect(names).not.toContain(name);
});

test("each has a SHA-512 sum and an address of its own", () => {
  for (const { hashes } of nonEmpty(bom.components)) expect(hashes?.[0]?.content).toMatch(/^[0-9a-f]{128}$/);
  expect(new Set(bom.components.map(({ purl }) => purl)).size).toBe(bom.components.length);
  expect(bom.components.find(({ name }) => name === "@peculiar/x509")?.purl).toMatch(/^pkg:npm\/%40peculiar\/x509@/);
});

test("the same lock file gives the same bytes, another version another number", () => {
  expect(sbom(readLock(), "1.2.3")).toEqual(bom);
  expect(bom.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect((sbom(readLock(), "1.2.4") as Bom).serialNumber).not.toBe(bom.serialNumber);
});
