/** What is counted can be scraped, has few series, and is what the dashboard and the alert rules in etc/ ask for. */
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { METHODS } from "../http-methods.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { everything } from "./testing/everything.ts";

const ETC = join(import.meta.dir, "..", "..", "etc");

const CLOUD = { name: "cloud.example.org", until: new Date(Date.now() + 10.5 * 86_400_000) };

function busy(certificates = () => [CLOUD]): Metrics {
  const metrics = createMetrics(
    { version: "1.2.3", commit: "abc", bun: "1" },
    {
      oned: () => ({ running: 3, waiting: 4, readOnly: "its servers have no leader" }),
      notReady: () => undefined,
      certificates,
      certificateFailure: () => "expired",
      templatesFailure: () => "small.eta:2: unclosed tag",
      screens: () => 6,
      lostLines: () => 5,
    },
  );
  everything(metrics);
  return metrics;
}

/** Name and labels of a sample with its value. */
async function samples(metrics: Metrics): Promise<Map<string, number>> {
  const lines = (await metrics.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const blank = line.lastIndexOf(" ");
      return [line.slice(0, blank), Number(line.slice(blank + 1))];
    }),
  );
}

test("the processor time is that of the process, from its start on", async () => {
  const { user, system } = process.cpuUsage();
  const found = await samples(busy());
  const seconds = (user + system) / 1e6;
  expect(found.get("process_cpu_seconds_total")).toBeGreaterThanOrEqual(seconds);
  expect(found.get("process_cpu_user_seconds_total")).toBeGreaterThanOrEqual(user / 1e6);
  expect(found.get("process_cpu_seconds_total")).toBeLessThan(seconds + 60);
});

test("everything that happened is in the scrape", async () => {
  const found = await samples(busy());
  const expected: Readonly<Record<string, number>> = {
    'occi_http_requests_total{route="/compute/:id",dialect="d",method="GET",status="200"}': 1,
    'occi_http_request_duration_seconds_bucket{le="0.01",route="/compute/:id",method="GET"}': 0,
    'occi_http_request_duration_seconds_bucket{le="0.025",route="/compute/:id",method="GET"}': 1,
    occi_http_requests_in_flight: 1,
    occi_login_failures_total: 1,
    'occi_browser_requests_refused_total{code="CROSS_ORIGIN"}': 1,
    'occi_browser_requests_refused_total{code="HOST_NOT_ALLOWED"}': 0,
    occi_slow_readers_cut_total: 1,
    occi_upload_bytes_total: 1000,
    occi_uploads_in_flight: 0,
    'occi_uploads_total{result="stored"}': 1,
    'occi_oned_calls_total{method="one.vm.info",result="answered"}': 1,
    occi_oned_calls_in_flight: 3,
    occi_oned_queue_length: 4,
    occi_oned_read_only: 1,
    occi_ready: 1,
    occi_log_lines_lost: 5,
    occi_certificate_refused: 1,
    occi_templates_refused: 1,
    'occi_screen_bytes_total{direction="to_client"}': 2000,
    'occi_screen_bytes_total{direction="to_host"}': 300,
    occi_unhandled_errors_total: 1,
    'occi_config_reloads_total{result="failed"}': 1,
    'occi_build_info{version="1.2.3",commit="abc",bun="1"}': 1,
  };
  for (const [sample, value] of Object.entries(expected)) expect([sample, found.get(sample)]).toEqual([sample, value]);
  expect(found.get('occi_certificate_days_left{name="cloud.example.org"}')).toBeCloseTo(10.5, 2);
  expect(found.get("process_resident_memory_bytes")).toBeGreaterThan(1_000_000);
  expect(found.get("process_open_fds")).toBeGreaterThan(2);
  expect(found.has("nodejs_eventloop_lag_p99_seconds")).toBe(true);
});

test("a certificate that is not in use any more is not told of: an alert about its end would never go", async () => {
  let name = "old.example.org";
  const metrics = busy(() => [{ ...CLOUD, name }]);
  await metrics.text();
  name = "new.example.org";
  const told = [...(await samples(metrics)).keys()].filter((sample) => sample.startsWith("occi_certificate_days_left"));
  expect(told).toEqual(['occi_certificate_days_left{name="new.example.org"}']);
});

test("each method that something is there for is counted under its name", async () => {
  const metrics = busy();
  for (const method of METHODS) {
    metrics.requestEnded({ route: "/*", dialect: "d", method, status: 418, milliseconds: 1 });
  }
  const found = [...(await samples(metrics)).keys()].filter((name) => name.includes('status="418"'));
  expect(found.map((name) => /method="(\w+)"/.exec(name)?.[1] ?? name).toSorted()).toEqual([
    "DELETE",
    "GET",
    "HEAD",
    "OPTIONS",
    "PATCH",
    "POST",
    "PUT",
  ]);
});

test("methods that clients invent are one series", async () => {
  const metrics = busy();
  for (let number = 0; number < 100; number += 1) {
    metrics.requestEnded({ route: "/*", dialect: "d", method: `M${number}`, status: 404, milliseconds: 1 });
  }
  const found = await samples(metrics);
  expect(found.get('occi_http_requests_total{route="/*",dialect="d",method="other",status="404"}')).toBe(100);
});

/** All strings in a document under a key. */
function valuesOf(document: unknown, key: string): string[] {
  if (typeof document !== "object" || document === null) return [];
  return Object.entries(document).flatMap(([name, value]) =>
    name === key && typeof value === "string" ? [value] : valuesOf(value, key),
  );
}

describe("what etc/ asks for", () => {
  const dashboard: unknown = JSON.parse(readFileSync(join(ETC, "grafana-dashboard.json"), "utf8"));
  const rules: unknown = Bun.YAML.parse(readFileSync(join(ETC, "prometheus-rules.yaml"), "utf8"));
  const expressions = [
    ...valuesOf(dashboard, "expr").map((expr) => ({ where: "grafana-dashboard.json", expr })),
    ...valuesOf(dashboard, "query").map((expr) => ({ where: "grafana-dashboard.json", expr })),
    ...valuesOf(rules, "expr").map((expr) => ({ where: "prometheus-rules.yaml", expr })),
  ];
  const METRIC = /\b(?:occi|process|nodejs)_\w+/g;
  /** Labels that Prometheus itself gives, and those of histograms. */
  const GIVEN = new Set(["instance", "job", "le"]);

  test("is something", () => {
    expect(expressions.filter(({ where }) => where === "grafana-dashboard.json").length).toBeGreaterThan(20);
    expect(expressions.filter(({ where }) => where === "prometheus-rules.yaml").length).toBeGreaterThan(10);
  });

  test("exists, with its labels", async () => {
    const found = [...(await samples(busy())).keys()];
    const names = new Set(found.map((sample) => sample.replace(/\{.*/, "")));
    const labels = new Set(found.flatMap((sample) => [...sample.matchAll(/[{,](\w+)="/g)].map(([, label]) => label)));
    for (const { where, expr } of expressions) {
      // The job is called occi-server.
      const shown = [...expr.replaceAll('"occi-server"', '""').matchAll(METRIC)].map(([name]) => name);
      expect([where, ...shown.filter((name) => !names.has(name))]).toEqual([where]);
      const asked = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = ""]) => list.split(/,\s*/));
      asked.push(...[...expr.matchAll(/[{,](\w+)(?:=~|!=|=)"/g)].map(([, label = ""]) => label));
      expect([expr, ...asked.filter((label) => !GIVEN.has(label) && !labels.has(label))]).toEqual([expr]);
    }
  });

  test("every metric of ours is shown or watched", async () => {
    const asked = new Set(expressions.flatMap(({ expr }) => expr.match(METRIC) ?? []));
    const names = new Set([...(await samples(busy())).keys()].map((sample) => sample.replace(/\{.*/, "")));
    const ours = [...names].filter((name) => name.startsWith("occi_") && !/_(sum|count)$/.test(name));
    expect(ours.filter((name) => !asked.has(name))).toEqual([]);
  });
});
