/** The source from which this executable was built. */
import project from "../../package.json" with { type: "json" };

// Set by scripts/build; absent when run from the source.
declare const OCCI_BUILD_COMMIT: string | undefined;
declare const OCCI_BUILD_DATE: string | undefined;

export interface BuildInfo {
  readonly version: string;
  /** The commit of the source, abbreviated; `source` when not built. */
  readonly commit: string;
  /** The date of the commit, not of the build: the same source gives the same executable. */
  readonly date: string | undefined;
  readonly bun: string;
  readonly elysia: string;
}

/** Whether scripts/build has made this executable. */
export function isBuilt(): boolean {
  return typeof OCCI_BUILD_COMMIT === "string";
}

export function buildInfo(): BuildInfo {
  return {
    version: project.version,
    commit: typeof OCCI_BUILD_COMMIT === "string" ? OCCI_BUILD_COMMIT : "source",
    date: typeof OCCI_BUILD_DATE === "string" ? OCCI_BUILD_DATE : undefined,
    bun: Bun.version,
    // Pinned exactly in package.json.
    elysia: project.dependencies.elysia,
  };
}
