/**
 * Modules that are loaded with the page, and used by a screen that is loaded later too, would be cut into a file for
 * each set of users: many small ones, which compress badly. The later screens are made to need all of the page, which
 * is there already when they are opened.
 */
import { dirname, join, relative } from "node:path";
import type { BunPlugin } from "bun";

const APP = join(import.meta.dir, "../../src/console/app");
/** Some of the later screens share small modules. */
const WITH_THE_PAGE = ["parts/choices.tsx", "data/machine.ts"];
const PAGE = "main.tsx";
const LATER = ["screens/more.ts", "screens/plots.ts", "screens/screen/index.tsx"];

const FILES = new RegExp(`/console/app/(?:${[PAGE, ...LATER].map((name) => RegExp.escape(name)).join("|")})$`);

export const TOGETHER: BunPlugin = {
  name: "together",
  setup(build) {
    build.onLoad({ filter: FILES }, async ({ path }) => {
      const needed = path === join(APP, PAGE) ? WITH_THE_PAGE : [PAGE];
      const lines = needed.map((name) => {
        const to = relative(dirname(path), join(APP, name));
        return `import ${JSON.stringify(to.startsWith(".") ? to : `./${to}`)};\n`;
      });
      const text = await Bun.file(path).text();
      return { contents: lines.join("") + text, loader: path.endsWith(".tsx") ? "tsx" : "ts" };
    });
  },
};
