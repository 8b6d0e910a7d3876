/**
 * The server with all that belongs to it: listener, certificates, templates, health and metrics, in one configuration.
 */
import { Certificates } from "../certificates/in-use.ts";
import { namesOf } from "../certificates/pem.ts";
import { type Identity, identitiesOf, tlsOf } from "../certificates/tls.ts";
import type { Config } from "../config/config.ts";
import type { RunningServer } from "../http/server.ts";
import type { Logger } from "../log/log.ts";
import type { Sources } from "../metrics/gauges.ts";
import type { Templates } from "../templates/engine.ts";
import { buildInfo } from "../terminal/build-info.ts";
import { Acme, type Pace } from "./acme.ts";
import { assemble, listen, type Parts } from "./assemble.ts";
import { type Caps, capsOf, limitConnections } from "./connection-limit.ts";
import { Outside, type OutsideOptions } from "./outside.ts";
import { mergeAtRunTime, type ReloadOutcome } from "./reload.ts";
import { steerToYoungest } from "./steering.ts";
import { LiveTemplates } from "./templates.ts";

/** The first answers do not wait for all shapes of paths; milliseconds. */
const WIDEN_AFTER_MS = 200;

export interface ServiceOptions {
  readonly config: Config;
  /** Those of the configuration, when they have passed the check already: it takes a fifth of the start. */
  readonly templates?: Templates | undefined;
  readonly log: Logger;
  /** Milliseconds that a listener which is replaced has for its requests. */
  readonly drain: number;
  readonly now: () => Date;
  /** Times of the attempts to get a certificate. */
  readonly acmePace?: Pace;
}

/** The parts that a service is made of. */
interface Begun {
  readonly outside: Outside;
  readonly identities: readonly Identity[];
  readonly parts: Parts;
  readonly server: RunningServer;
}

export class Service {
  /** Where it listens. */
  readonly url: string;
  /** SHA-256, of a self-signed certificate only. */
  readonly fingerprint: string | undefined;
  readonly #log: Logger;
  readonly #outside: Outside;
  readonly #server: RunningServer;
  readonly #certificates: Certificates;
  readonly #templates: LiveTemplates;
  readonly #acme: Acme;
  readonly #stopLimiting: () => void;
  #config: Config;
  /**
   * The parts made from that configuration. They are not made at a poll: the limits of the process could not be read
   * when no descriptor is free.
   */
  #caps: Caps;
  #parts: Parts;

  /**
   * Listens, and begins to answer.
   * @throws OcciError SETUP_FAULT when it cannot listen.
   */
  static async start(options: ServiceOptions): Promise<Service> {
    const { config, log, drain, now } = options;
    const outside = new Outside({ config, log, build: buildInfo(), sources: sourcesOf(() => service) });
    const { metrics } = outside;
    surviveErrors(log, () => metrics?.unhandledError());
    const identities = await identitiesOf(config, now());
    const parts = await assemble(config, log, metrics, undefined, options.templates);
    const steer = (port: number) => steerToYoungest(port, log);
    const server = await listen(parts, { tls: tlsOf(identities, config), steer, drain, widenAfter: WIDEN_AFTER_MS });
    const [identity] = identities;
    if (config.ssl === "self-signed" && identity?.made === true)
      log.info("made a self-signed certificate", { file: identity.file });
    const service: Service = new Service(options, { outside, identities, parts, server });
    const { url, fingerprint } = service;
    log.info("listening", { address: url, base: config.baseUrl, fingerprint, pid: process.pid });
    await service.#begin();
    return service;
  }

  private constructor({ config, log, now, acmePace }: ServiceOptions, begun: Begun) {
    const { outside, identities, parts, server } = begun;
    const { present } = server;
    this.url = server.url;
    this.fingerprint = config.ssl === "self-signed" ? identities[0]?.fingerprint : undefined;
    [this.#config, this.#parts, this.#log, this.#outside, this.#server] = [config, parts, log, outside, server];
    this.#caps = capsOf(config);
    this.#stopLimiting = limitConnections(server.port, () => this.#caps, log);
    this.#certificates = new Certificates(config, identities, { log, now, present });
    this.#templates = new LiveTemplates(config, parts.templates, {
      log,
      present: (templates) => this.#answerWith({ ...this.#parts, templates }),
    });
    const onCertificate = (next: Config) => this.#certificates.use(next);
    this.#acme = new Acme({ log, now, onCertificate, ...(acmePace && { pace: acmePace }) });
  }

  /** The configuration in use. */
  get config(): Config {
    return this.#config;
  }

  /** Calls to oned, and why it makes no changes. */
  get oned(): ReturnType<Sources["oned"]> {
    const { load, readOnly } = this.#parts.oned;
    return { ...load, readOnly };
  }

  /** The names of the certificates in use, each with the time at which it expires. */
  get certificates(): ReturnType<Sources["certificates"]> {
    return this.#certificates.identities.flatMap(({ certificate }) =>
      namesOf(certificate).map((name) => ({ name, until: certificate.validToDate })),
    );
  }

  /** Why a newer certificate is not in use. */
  get certificateFailure(): string | undefined {
    return this.#certificates.failure ?? this.#acme.failure;
  }

  /** Why changed templates are not in use. */
  get templatesFailure(): string | undefined {
    return this.#templates.failure;
  }

  /** Screens that are open. */
  get screens(): number {
    return this.#parts.screens?.open ?? 0;
  }

  async #begin(): Promise<void> {
    try {
      await this.#outside.listen();
      await this.#acme.use(this.#config);
    } catch (error) {
      await this.stop(0);
      throw error;
    }
  }

  /**
   * Begins to poll the files of certificates and templates. @param every milliseconds. @returns a function that stops
   * it.
   */
  watch(every: number): () => void {
    const stops = [this.#certificates.watch(every), this.#templates.watch(every)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /**
   * Takes another configuration into use.
   * @returns warnings. @throws when it cannot be used: then everything stays as it was.
   */
  async use(wanted: Config): Promise<readonly string[]> {
    const { config, kept } = mergeAtRunTime(this.#config, wanted);
    const parts = await assemble(config, this.#log, this.#outside.metrics, this.#parts);
    // Steps that may fail come first: after them everything is taken into use, before them nothing.
    await this.#acme.use(config);
    try {
      await this.#certificates.use(config);
    } catch (error) {
      await this.#acme.use(this.#config);
      throw error;
    }
    [this.#config, this.#caps] = [config, capsOf(config)];
    this.#answerWith(parts);
    this.#templates.use(config, parts.templates);
    this.#outside.use(config);
    this.#log.adjust({ level: config.logLevel, format: config.logFormat });
    return kept.map((name) => `${name} has changed, which requires a restart.`);
  }

  /** Counts a reload, and writes its outcome to the log. */
  reloaded({ failure, warnings }: ReloadOutcome): void {
    this.#outside.metrics?.reloaded(failure === undefined);
    if (failure === undefined) this.#log.info("reloaded the configuration", { file: this.#config.file });
    else this.#log.error("the reload failed: the previous configuration stays in effect", { cause: failure });
    for (const warning of warnings) this.#log.warning(warning);
  }

  /** Reports that it is not ready; it goes on answering. */
  drain(): void {
    this.#outside.drain();
  }

  /** @param drain milliseconds that requests under way have. */
  async stop(drain: number): Promise<void> {
    this.#stopLimiting();
    await Promise.all([this.#acme.stop(), this.#server.stop(drain)]);
    await this.#outside.stop();
  }

  #answerWith(parts: Parts): void {
    this.#parts = parts;
    this.#server.use(parts);
  }
}

/** Metrics are read later than they are made: the service is there by then. */
function sourcesOf(service: () => Service): OutsideOptions["sources"] {
  return {
    oned: () => service().oned,
    certificates: () => service().certificates,
    certificateFailure: () => service().certificateFailure,
    templatesFailure: () => service().templatesFailure,
    screens: () => service().screens,
  };
}

/** A fault in one request, or in a promise that nobody waits for, must not end the service for everybody. */
function surviveErrors(log: Logger, count: () => void): void {
  const logUnhandled = (error: unknown): void => {
    count();
    log.error("unhandled error", { error, stack: error instanceof Error ? error.stack : undefined });
  };
  process.on("uncaughtException", logUnhandled);
  process.on("unhandledRejection", logUnhandled);
}
