import type { Config } from "../../config/config.ts";

/** Bytes. */
export const BODY_LIMIT = 64 * 1024;

/** A complete configuration for tests, in a directory of theirs. */
export function testConfig(directory: string, different: Partial<Config> = {}): Config {
  return {
    file: undefined,
    onedUrls: [],
    onedCa: undefined,
    server: "localhost",
    port: 0,
    host: "127.0.0.1",
    ssl: "off",
    sslCert: undefined,
    sslKey: undefined,
    baseUrl: "https://cloud.example.org",
    bridge: "br0",
    networkDriver: "bridge",
    clusterId: -1,
    networkFrom: undefined,
    vmTypes: ["small", "medium", "large"].map((name) => ({ name, template: `${name}.eta` })),
    datastoreId: 1,
    filesDatastoreId: 2,
    templateLocation: `${directory}/templates`,
    imageDir: `${directory}/images`,
    uploadLimit: 1024 * 1024,
    uploadKeep: 60_000,
    uploadUrls: [],
    stateDir: `${directory}/state`,
    oneConnections: 8,
    oneTimeout: 5_000,
    answerLimit: 64 * 1024 * 1024,
    wait: 0,
    hashedClients: false,
    contextVariables: false,
    bodyLimit: BODY_LIMIT,
    logLevel: "debug",
    logFormat: "text",
    ...different,
  };
}
