/** `start` */
import { selfSignedCertificateFile } from "../certificates/self-signed.ts";
import { launch } from "../daemon/launch.ts";
import { onedTrouble } from "../daemon/outside.ts";
import { daemonPaths } from "../daemon/paths.ts";
import { lockServer } from "../daemon/server-lock.ts";
import { type Arguments, EXIT } from "../terminal/command.ts";
import { complain, print } from "../terminal/output.ts";
import { type Usable, usableConfiguration } from "./configuration.ts";

/** Starts the server with a configuration that was found good. @throws OcciError SETUP_FAULT when it does not start. */
export async function startAndTell({ config, variables }: Usable): Promise<void> {
  const paths = daemonPaths(process.env.ONE_LOCATION);
  const { logFile } = paths;
  // A fault that keeps the child from its lock is reported here, in one line. The child takes the lock again.
  lockServer(paths).release();
  const { pid, fingerprint } = await launch({ configFile: config.file, logFile, variables });
  print(`occi-server started: ${config.baseUrl} (pid ${pid}, log ${logFile})`);
  if (fingerprint !== undefined)
    print(
      `self-signed certificate for users: ${selfSignedCertificateFile(config)}, SHA-256 fingerprint ${fingerprint}`,
    );
  const trouble = await onedTrouble(config);
  if (trouble === undefined) return;
  const address = `ONE_XMLRPC=${config.onedUrls.join(" ")}`;
  complain(`warning: ${trouble} (${address}): users get errors until it answers; \`occi-server doctor\` says more`);
}

export async function run(args: Arguments): Promise<number> {
  await startAndTell(await usableConfiguration(args));
  return EXIT.ok;
}
