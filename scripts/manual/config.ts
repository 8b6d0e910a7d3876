/** Generates the sample file and the manual's table from the table of options. */
import { type Entry, GROUPED, wrap } from "../../src/config/documents.ts";
import { markdownTable, withSection } from "./markdown.ts";

const WIDTH = 100;

/** The file etc/occi-server.conf. */
export function sampleFile(): string {
  const head = [
    "Configuration of occi-server. The syntax is that of bash, but the file is read, never run. It can contain",
    `comments, '..' and "..", and $VAR and \${VAR:-text} from earlier lines and the environment.`,
    "Sizes: 256M, 100G. Times: 500ms, 15s, 5m, 24h, 7d. Paths are relative to the directory of this file.",
    "A line that is commented out shows the default, or an example whose comment names the default, if any.",
    "`occi-server check` reports every fault in this file and in the files that it names.",
  ];
  const blocks = GROUPED.map(([title, entries]) => [`# ==== ${title} ====`, ...entries.map(sampleEntry)].join("\n\n"));
  return `${head.map((line) => `# ${line}`).join("\n")}\n\n${blocks.join("\n\n")}\n`;
}

function sampleEntry({ name, meaning, shownDefault, lines }: Entry): string {
  const shows = shownDefault === "" || lines.some((line) => line.replace("#", "") === `${name}=${shownDefault}`);
  const comments = [...wrap(meaning, WIDTH), ...(shows ? [] : wrap(`Default: ${shownDefault}`, WIDTH))];
  return [...comments.map((line) => `# ${line}`), ...lines].join("\n");
}

/** The page of the manual with a new table; undefined when it has no place for it. */
export function withTable(page: string): string | undefined {
  return withSection(page, "config", configTable());
}

/** The table of the manual. */
export function configTable(): string {
  const rows = GROUPED.flatMap(([, entries]) =>
    entries.map(({ name, syntax, shownDefault, meaning }) => [
      `\`${name}\``,
      syntax,
      shownDefault === "" ? "-" : shownDefault,
      meaning,
    ]),
  );
  return markdownTable(["variable", "value", "default", "meaning"], rows);
}
