/** `doctor` */
import type { Config } from "../config/config.ts";
import { placeOf, summary } from "../config/report.ts";
import { authorities, connectToOned } from "../daemon/assemble.ts";
import { portsOf } from "../daemon/listening-ports.ts";
import { daemonPaths } from "../daemon/paths.ts";
import { placeFaults } from "../daemon/place-fault.ts";
import { serverStatus } from "../daemon/server-lock.ts";
import { tryListen } from "../daemon/try-listen.ts";
import { certificateFindings } from "../doctor/certificates.ts";
import { readCredentials } from "../doctor/credentials.ts";
import { type Finding, findings, render } from "../doctor/finding.ts";
import { machineFindings } from "../doctor/machine.ts";
import { findingsOrUnknown, reachFindings, userFindings } from "../doctor/oned.ts";
import type { RenderedTemplate } from "../doctor/template-objects.ts";
import { zoneFindings } from "../doctor/zone.ts";
import { createTemplates } from "../templates/engine.ts";
import { given, text } from "../terminal/arguments.ts";
import { type Arguments, EXIT } from "../terminal/command.ts";
import { print, report } from "../terminal/output.ts";
import { checkConfiguration } from "./configuration.ts";

export async function run(args: Arguments): Promise<number> {
  const found = await examine(args);
  if (given(args, "json")) print(JSON.stringify(found, null, 2));
  else report(render(found));
  return found.some(({ status }) => status === "error") ? EXIT.failed : EXIT.ok;
}

async function examine(args: Arguments): Promise<Finding[]> {
  const { config, faults } = await checkConfiguration(args);
  const configuration = findings("configuration");
  const list = faults.map((fault) => configuration[fault.severity](`${placeOf(fault)}: ${fault.message}`, fault.hint));
  if (config === undefined) return list;
  if (list.length === 0) list.push(configuration.ok(`${config.file ?? "built in"}: ${summary(faults)}`));
  const status = serverStatus(daemonPaths(process.env.ONE_LOCATION));
  const server = findings("server");
  return [
    ...list,
    status.running
      ? server.ok(`it is running, pid ${status.pid ?? "not known yet"}`)
      : server.warning("it is not running", "`systemctl start occi-server`, or `occi-server start`"),
    ...(status.running ? [] : placeFindings()),
    ...portFindings(config, status.running ? status.pid : undefined, status.running),
    ...(await onedFindings(args, config)),
    ...certificateFindings(config, new Date()),
    ...machineFindings(config, { proc: "/proc", pid: status.running ? status.pid : undefined }),
  ];
}

/** Faults that would keep `start` from starting. Under systemd, and in a container, `run` does without these files. */
function placeFindings(): Finding[] {
  const server = findings("server");
  const status = process.env.ONE_LOCATION === undefined ? "warning" : "error";
  return placeFaults(daemonPaths(process.env.ONE_LOCATION)).map(({ message, hint }) =>
    server[status](message.replace(/\.$/, ""), hint),
  );
}

/** @param pid of the server that runs. */
function portFindings(config: Config, pid: number | undefined, running: boolean): Finding[] {
  const port = findings("port");
  const ports = pid === undefined ? undefined : portsOf(pid);
  // The ports of another user's process cannot be determined: then the running server is taken to have those of its
  // configuration.
  const isOwn = (number: number): boolean => running && (ports === undefined || ports.has(number));
  return tryListen(config, isOwn).flatMap(({ option, where, fault, optional, own }) => {
    if (fault === undefined && option !== "PORT") return [];
    if (fault === undefined && running && !own) {
      const others = [...(ports ?? [])].toSorted((a, b) => a - b).join(", ");
      const text = `the running server does not listen on ${where}, but on the ports ${others}`;
      return [port.warning(text, "`occi-server restart` makes the configured PORT take effect")];
    }
    if (fault === undefined) return [port.ok(own ? `the server has ${where}` : `${where} is free`)];
    // Under systemd the server may have rights that a shell has not.
    const mild = optional || /not allowed to listen/.test(fault.message);
    return [port[mild ? "warning" : "error"](`${option}: ${fault.message.replace(/\.$/, "")}`, fault.hint)];
  });
}

/** The templates' output for machines whose request asks for nothing. */
function renderedTemplates({ templateLocation, vmTypes }: Config): readonly RenderedTemplate[] {
  const templates = createTemplates({ location: templateLocation, vmTypes });
  return vmTypes.map(({ name, template }) => {
    const nothing = { name, instanceType: name, disks: [], nics: [], context: [], cpu: "1", memory: "128" };
    return { file: template, attributes: templates.vmAttributes(name, nothing) };
  });
}

async function onedFindings(args: Arguments, config: Config): Promise<Finding[]> {
  const reach = await reachFindings(config, authorities(config));
  if (!reach.some(({ check, status }) => check === "oned" && status === "ok")) return reach;
  const session = readCredentials(text(args, "auth"), process.env);
  if (session === undefined) {
    const advice = "name a file with user:password in --auth or ONE_AUTH; oneadmin sees the most";
    return [...reach, findings("login").unknown("no credentials were given", advice)];
  }
  const oned = connectToOned(config);
  const connect = (url: string) => connectToOned({ ...config, onedUrls: [url] });
  const user = await userFindings(config, oned, session, renderedTemplates(config));
  if (user.some(({ check, status }) => check === "login" && status !== "ok")) return [...reach, ...user];
  const servers = await findingsOrUnknown("servers", () => zoneFindings(config.onedUrls, oned, connect, session));
  return [...reach, ...user, ...servers];
}
