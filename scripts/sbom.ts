/**
 * Prints the bill of materials of the executable (CycloneDX 1.5, JSON): the packages of package-lock.json that may be
 * in it, and the runtime. The same lock file gives the same bytes. Usage: bun scripts/sbom.ts [VERSION [TIMESTAMP]]
 * (TIMESTAMP: of the source, ISO 8601)
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A package in package-lock.json, version 3. */
interface Locked {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

/** It is a development package by its place in package.json only: it is half of the executable. */
const RUNTIME = "node_modules/bun";

export function readLock(): Readonly<Record<string, Locked>> {
  const text = readFileSync(join(import.meta.dir, "..", "package-lock.json"), "utf8");
  return (JSON.parse(text) as { packages: Record<string, Locked> }).packages;
}

export function sbom(lock: Readonly<Record<string, Locked>>, version: string, timestamp?: string): object {
  const components = Object.entries(lock)
    .filter(([path, { dev, optional, devOptional }]) => {
      return path === RUNTIME || (path !== "" && !dev && !optional && !devOptional);
    })
    .map(([path, locked]) => component(path.replace(/^.*node_modules\//, ""), locked))
    // A package may stand in the lock file at several places.
    .filter((one, index, all) => all.findIndex((other) => other.purl === one.purl) === index);
  const id = createHash("sha256")
    .update(JSON.stringify([version, components]))
    .digest("hex");
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    serialNumber: `urn:uuid:${id.slice(0, 8)}-${id.slice(8, 12)}-8${id.slice(13, 16)}-a${id.slice(17, 20)}-${id.slice(20, 32)}`,
    version: 1,
    metadata: {
      ...(timestamp !== undefined && { timestamp }),
      component: {
        type: "application",
        "bom-ref": "occi-server",
        name: "occi-server",
        version,
        licenses: licences(lock[""]?.license),
      },
    },
    components,
  };
}

function component(name: string, { version = "", license, resolved, integrity }: Locked) {
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  return {
    type: name === "bun" ? "framework" : "library",
    "bom-ref": purl,
    name,
    version,
    purl,
    licenses: licences(license),
    ...(integrity !== undefined && { hashes: [sha512(integrity)] }),
    ...(resolved !== undefined && { externalReferences: [{ type: "distribution", url: resolved }] }),
  };
}

function licences(expression: string | undefined): object[] {
  return expression === undefined ? [] : [{ expression: expression.replace(/^\((.*)\)$/, "$1") }];
}

/** `sha512-BASE64` of npm as CycloneDX has it. */
function sha512(integrity: string): object {
  const [algorithm, digest = ""] = integrity.split("-", 2);
  if (algorithm !== "sha512") throw new Error(`package-lock.json: ${integrity} is not of SHA-512`);
  return { alg: "SHA-512", content: Buffer.from(digest, "base64").toString("hex") };
}

if (import.meta.main) {
  const [version = "0.0.0", timestamp] = process.argv.slice(2);
  const help = version === "-h" || version === "--help";
  const text = help
    ? "bun scripts/sbom.ts [VERSION [TIMESTAMP]]: prints the bill of materials (CycloneDX)"
    : JSON.stringify(sbom(readLock(), version, timestamp), undefined, 2);
  process.stdout.write(`${text}\n`);
}
