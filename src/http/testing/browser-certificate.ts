/** A client certificate where Chromium looks for a person's: the database of NSS in the home directory. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ClientCertificate } from "../../certificates/testing/client-certificates.ts";

/** Whether the tools for it are installed. */
export const HAS_NSS_TOOLS = ["certutil", "pk12util", "openssl"].every((tool) => Bun.which(tool) !== null);

/** As after a click on "OK" where the browser asks which certificate to use: for Chromium's file Preferences. */
export const SHOW_CERTIFICATE = {
  profile: {
    content_settings: { exceptions: { auto_select_certificate: { "*,*": { setting: { filters: [{}] } } } } },
  },
};

function run(...command: string[]): void {
  const { exitCode, stderr } = Bun.spawnSync(command, { stderr: "pipe", stdout: "ignore" });
  if (exitCode !== 0) throw new Error(`${command.join(" ")}: ${stderr}`);
}

/** @throws Error with what a tool says. */
export function keepCertificate(home: string, { cert, key }: ClientCertificate): void {
  const [database, pem, p12] = [join(home, ".pki", "nssdb"), join(home, "own.pem"), join(home, "own.p12")];
  mkdirSync(database, { recursive: true });
  writeFileSync(pem, `${key}\n${cert}`);
  run("openssl", "pkcs12", "-export", "-in", pem, "-out", p12, "-passout", "pass:", "-name", "own");
  run("certutil", "-d", `sql:${database}`, "-N", "--empty-password");
  run("pk12util", "-d", `sql:${database}`, "-i", p12, "-W", "");
}
