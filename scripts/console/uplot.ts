/** uPlot without the kinds of lines, and the joining of tables, that no plot of the console has. The package itself stays as it came. */
import type { BunPlugin } from "bun";
import { without } from "./cut.ts";

export const UPLOT: BunPlugin = {
  name: "uplot",
  setup(build) {
    build.onLoad({ filter: /\/uplot\/dist\/uPlot\.esm\.js$/ }, async ({ path }) => ({
      contents: without(await Bun.file(path).text(), [
        /^\t\(paths\.stepped = stepped\);\n/m,
        /^\t\(paths\.spline {2}= monotoneCubic\);\n/m,
        /^\tuPlot\.join = join;\n/m,
      ]),
      loader: "js",
    }));
  },
};
