/**
 * noVNC without what the console has no use for: about a third of it. The package itself stays as it came. The rest
 * does the same as before; `src/console/screen.test.ts` shows that it draws, types, and answers a request for a
 * password.
 */
import { join } from "node:path";
import type { BunPlugin } from "bun";
import { methodNamed, replaced, without } from "./cut.ts";
import { shortNames } from "./short-names.ts";

const APP = join(import.meta.dir, "../../src/console/app");

/** Modules, by what stands in their place. */
const STAND_INS: Readonly<Record<string, string>> = {
  // For a clipboard that the page does not offer.
  deflator: "export default class {}",
  // A machine's screen has a password alone. DES alone remains of its cryptography, and takes its place.
  ra2: "export default class {}",
  "crypto/crypto": `import { DESECBCipher } from "./des.js";
    export default {
      importKey: (_format, key) => DESECBCipher.importKey(key),
      encrypt: (algorithm, key, data) => key.encrypt(algorithm, data),
    };`,
  // Pictures as H.264, which the hypervisors of OpenNebula do not send: not offered either.
  "decoders/h264": "export default class {}",
};

/**
 * Logins by user name. A host that offers them beside a password is asked for the password; otherwise it would be
 * refused.
 */
const LOGINS = ["XVP", "ARD", "Tight", "VeNCrypt", "Plain", "UnixLogon", "RA2ne", "MSLogonII"];
const LOGIN_METHODS = [
  "_negotiateXvpAuth",
  "_negotiateVeNCryptAuth",
  "_negotiatePlainAuth",
  "_negotiateARDAuth",
  "_negotiateARDAuthAsync",
  "_negotiateTightUnixAuth",
  "_negotiateTightTunnels",
  "_negotiateTightAuth",
  "_negotiateRA2neAuth",
  "_negotiateMSLogonIIAuth",
  "_handleRSAAESCredentialsRequired",
  "_handleRSAAESServerVerification",
];
/** The page has its own buttons for power. */
const POWER_METHODS = ["machineShutdown", "machineReboot", "machineReset", "_xvpOp", "xvpOp", "_handleXvpMsg"];
const CLIPBOARD_METHODS = [
  "clipboardPasteFrom",
  "clientCutText",
  "_buildExtendedClipboardFlags",
  ...["Provide", "Notify", "Request", "Caps"].map((name) => `extendedClipboard${name}`),
];
/** A host sends its clipboard unasked. It is skipped. */
const SKIP_CUT_TEXT = `    _handleServerCutText() {
        if (this._sock.rQwait("ServerCutText header", 7, 1)) { return false; }
        this._sock.rQskipBytes(3);
        const length = this._sock.rQshift32();
        if (this._sock.rQwait("ServerCutText content", length, 8)) { return false; }
        this._sock.rQskipBytes(length);
        return true;
    }
`;

function rfb(text: string): string {
  const listed = LOGINS.filter((login) => login !== "UnixLogon");
  return without(replaced(text, methodNamed("_handleServerCutText"), SKIP_CUT_TEXT), [
    ...[...LOGIN_METHODS, ...POWER_METHODS, ...CLIPBOARD_METHODS].map(methodNamed),
    ...LOGINS.map((login) => new RegExp(`^ +case securityType${login}:\\n +return .*\\n`, "m")),
    ...listed.map((login) => new RegExp(`^ +securityType${login},\\n`, "m")),
    /^ +handleRSAAESCredentialsRequired: .*\n/m,
    /^ +handleRSAAESServerVerification: .*\n/m,
    /^ +case 250: .*\n +return this\._handleXvpMsg\(\);\n/m,
    /^ +encs\.push\(encodings\.pseudoEncodingXvp\);\n/m,
    /^ +encs\.push\(encodings\.pseudoEncodingExtendedClipboard\);\n/m,
    /^ +if \(supportsWebCodecsH264Decode\) \{\n.*\n +\}\n/m,
    /^ +this\._decoders\[encodings\.encodingH264\] = .*\n/m,
    /, supportsWebCodecsH264Decode(?= \})/,
  ]);
}

/** The names of keys in a table of thousands that are used: by noVNC itself, and by the console. */
async function usedKeys(core: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const [directory, pattern] of [
    [core, "**/*.js"],
    [APP, "**/*.{ts,tsx}"],
  ] as const) {
    for (const file of new Bun.Glob(pattern).scanSync(directory)) {
      if (file.endsWith("input/keysym.js")) continue;
      for (const name of (await Bun.file(join(directory, file)).text()).match(/XK_\w+/g) ?? []) names.add(name);
    }
  }
  return names;
}

async function keysym(text: string, core: string): Promise<string> {
  const used = await usedKeys(core);
  const lines = text.split("\n").filter((line) => {
    const name = /^\s*(XK_\w+):/.exec(line)?.[1];
    return name === undefined || used.has(name);
  });
  return lines.join("\n");
}

/** Modules of which parts are taken out. */
const CUTS: Readonly<Record<string, (text: string, core: string) => string | Promise<string>>> = {
  rfb,
  "input/keysym": keysym,
  // It decodes a picture of H.264 to see whether the browser can.
  "util/browser": (text) =>
    without(text, [
      /^export let supportsWebCodecsH264Decode = false;\n/m,
      /^async function _checkWebCodecsH264DecodeSupport\(\) \{\n(?:(?: .*)?\n)*?\}\n/m,
      /^supportsWebCodecsH264Decode = await .*\n/m,
    ]),
};

/** noVNC logs this for its developers and never shows it: its level is "warn". */
const UNSHOWN_LOGS = /^ +Log\.(?:Debug|Info)\((?:.|\n)*?\);\n/gm;

export const NOVNC: BunPlugin = {
  name: "novnc",
  setup(build) {
    build.onLoad({ filter: /@novnc\/novnc\/core\/.*\.js$/ }, async ({ path }) => {
      const at = path.lastIndexOf("/novnc/core/") + "/novnc/core/".length;
      const core = path.slice(0, at);
      const name = path.slice(at, -".js".length);
      const text = STAND_INS[name] ?? (await Bun.file(path).text());
      const cut = ((await CUTS[name]?.(text, core)) ?? text).replace(UNSHOWN_LOGS, "");
      return { contents: await shortNames(cut, core), loader: "js" };
    });
  },
};
