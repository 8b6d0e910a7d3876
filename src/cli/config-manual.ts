/** occi-server.conf(5): the page about the configuration file, made of the table of options. */
import { type Entry, GROUPED } from "../config/documents.ts";
import { bold, escaped, header, italic, pairs, paragraph, section, seeAlso } from "../terminal/troff.ts";

/** As `man 5 occi-server.conf` calls it. */
export const CONFIG_PAGE = { name: "occi-server.conf", section: 5 } as const;

const DESCRIPTION: readonly string[] = [
  "The configuration of occi-server(8). The syntax is that of bash, but the file is read, never run. It can contain comments, " +
    `'..' and "..", $VAR and \${VAR:-text} from earlier lines and the environment. Anything else that a shell would ` +
    "do is an error.",
  "The file is the one that `--config` names, else $ONE_LOCATION/etc/occi-server.conf, else /etc/one/occi-server.conf. " +
    "Without a file the server listens on loopback and connects to oned on localhost.",
  "Sizes are written as 256M or 100G, times as 500ms, 15s, 5m, 24h or 7d. Paths are relative to the directory of the file.",
  "`occi-server check` reports every fault with its line, `occi-server config show` prints the values in effect, " +
    "`occi-server reload` applies a changed file while the server runs, and `occi-server doctor` compares it " +
    "with oned and the system.",
];

const TEMPLATES: readonly string[] = [
  "For a new machine OpenNebula gets common.eta followed by the template of its VM_TYPE, for a new network " +
    "network.eta. They are built in: `occi-server template print` lists them, and " +
    "`occi-server template print small` prints one. A file of the same name in TEMPLATE_LOCATION replaces it.",
];

const EXAMPLE: readonly string[] = [
  "ONE_XMLRPC=http://localhost:2633/RPC2",
  "SERVER=cloud.example.org",
  "SSL_CERT=/etc/ssl/cloud.example.org.pem",
  "SSL_KEY=/etc/ssl/private/cloud.example.org.key",
  "VM_TYPE=[NAME=small, TEMPLATE=small.eta]",
  "VM_TYPE=[NAME=custom, TEMPLATE=custom.eta, CPU_MAX=8, MEMORY_MAX=16384]",
  "NETWORK_FROM=0",
];

function optionLines({ name, syntax, shownDefault, meaning }: Entry): string[] {
  const fallback = shownDefault === "" ? [] : [".br", escaped(`Default: ${shownDefault}`)];
  return [".TP", `${bold(name)}=${italic(syntax)}`, escaped(meaning), ...fallback];
}

/** The page as troff. @param date of the source: YYYY-MM-DD. */
export function configManual({ version, date }: { readonly version: string; readonly date: string }): string {
  return [
    ...header({
      name: CONFIG_PAGE.name,
      number: CONFIG_PAGE.section,
      summary: "configuration of occi-server",
      version,
      date,
    }),
    ...section("SYNOPSIS", [bold("/etc/one/occi-server.conf")]),
    ...section("DESCRIPTION", DESCRIPTION.flatMap(paragraph)),
    ...section(
      "OPTIONS",
      GROUPED.flatMap(([title, entries]) => [`.SS ${escaped(title)}`, ...entries.flatMap(optionLines)]),
    ),
    ...section("TEMPLATES", TEMPLATES.flatMap(paragraph)),
    ...section("EXAMPLE", [".nf", ...EXAMPLE.map(escaped), ".fi"]),
    ...section(
      "FILES",
      pairs([
        ["/etc/one/occi-server.conf", "the configuration"],
        ["/etc/one/occi_templates/", "templates that replace the built-in ones"],
      ]),
    ),
    ...seeAlso([{ name: "occi-server", section: 8 }]),
  ]
    .join("\n")
    .concat("\n");
}
