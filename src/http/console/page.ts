/** The console's page: the same for every address below /ui, whose script shows what the address means. */
import { version } from "../../../package.json";
import { basePathOf, type Config } from "../../config/config.ts";
import type { SiteFacts } from "../../console-page.ts";
import { escapeText } from "../../xml/write.ts";
import type { ConsoleFiles } from "./pack.ts";
import { CONSOLE_PATH } from "./places.ts";

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%230b6e8f'/%3E%3Cpath d='M10.5 22a4.5 4.5 0 0 1-.6-8.96 6.5 6.5 0 0 1 12.5 1.47A3.8 3.8 0 0 1 21.7 22z' fill='%23fff'/%3E%3C/svg%3E";

function link(attributes: Readonly<Record<string, string>>): string {
  const list = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeText(value)}"`);
  return `<link${list.join("")}>`;
}

/** The document. */
export function renderPage({ first }: ConsoleFiles, config: Config, hasLogo: boolean): string {
  const prefix = basePathOf(config);
  const facts: SiteFacts = {
    prefix,
    title: config.consoleTitle,
    logo: hasLogo,
    help: config.consoleHelp ?? null,
    certificates: config.auth === "x509",
    version,
  };
  const at = (name: string): string => `${prefix}${CONSOLE_PATH}/${name}`;
  const [main = "", ...needed] = first.filter((name) => name.endsWith(".js"));
  const styles = first.filter((name) => name.endsWith(".css"));
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<meta name="occi-console" content="${escapeText(JSON.stringify(facts))}">`,
    `<title>${escapeText(config.consoleTitle)}</title>`,
    link({ rel: "icon", href: ICON }),
    ...styles.map((name) => link({ rel: "stylesheet", href: at(name) })),
    ...needed.map((name) => link({ rel: "modulepreload", href: at(name) })),
    `<script type="module" src="${escapeText(at(main))}"></script>`,
    '</head><body><div id="app"></div><noscript>This page needs JavaScript.</noscript></body></html>',
    "",
  ].join("\n");
}

/** The page for those who come by plain HTTP, whose passwords could be read on the way. */
export function renderHindrance(title: string, message: string, hint: string): string {
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escapeText(title)}</title></head>`,
    `<body><h1>${escapeText(title)}</h1><p>${escapeText(message)}</p><p>${escapeText(hint)}</p></body></html>`,
    "",
  ].join("\n");
}
