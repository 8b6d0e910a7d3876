/** Parts of the packages that the console has no use for: they are left out of its files. The packages themselves stay as they came. */
import { join } from "node:path";
import type { BunPlugin } from "bun";

const APP = join(import.meta.dir, "../../src/console/app");

/** Files of noVNC that the console has no use for, by what stands in their place. The rest of it is as it came. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  // For a clipboard that the page does not offer.
  deflator: "export default class {}",
  // Logins by user name: a machine's screen has a password alone.
  ra2: `export default class extends EventTarget {
    checkInternalEvents() {}
    disconnect() {}
    negotiateRA2neAuthAsync() { return Promise.reject(new Error("RA2 is not supported")); }
  }`,
  "crypto/aes": "export class AESECBCipher {} export class AESEAXCipher {}",
  "crypto/rsa": "export class RSACipher {}",
  "crypto/dh": "export class DHCipher {}",
  "crypto/md5": "export class MD5 {}",
  // Pictures as H.264, which the hypervisors of OpenNebula do not send: not offered either.
  "decoders/h264": "export default class {}",
};

const OFFERS_H264 = "if (supportsWebCodecsH264Decode)";

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

async function withoutUnused(text: string, core: string): Promise<string> {
  const used = await usedKeys(core);
  const lines = text.split("\n").filter((line) => {
    const name = /^\s*(XK_\w+):/.exec(line)?.[1];
    return name === undefined || used.has(name);
  });
  return lines.join("\n");
}

export const LEAVE_OUT: BunPlugin = {
  name: "leave-out",
  setup(build) {
    build.onLoad({ filter: /@novnc\/novnc\/core\/.*\.js$/ }, async ({ path }) => {
      const name = path.slice(path.lastIndexOf("/novnc/core/") + "/novnc/core/".length, -".js".length);
      const text = LEFT_OUT[name] ?? (await Bun.file(path).text());
      if (name === "input/keysym") {
        const core = path.slice(0, -"input/keysym.js".length);
        return { contents: await withoutUnused(text, core), loader: "js" };
      }
      const contents = text.replace(OFFERS_H264, "if (false)");
      if (name === "rfb" && contents === text) throw new Error(`${path}: this noVNC offers H.264 in another way`);
      return { contents, loader: "js" };
    });
  },
};
