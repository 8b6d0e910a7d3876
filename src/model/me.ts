/** The user who asks, and their login tokens. */
import type { Reference } from "./common.ts";
import type { Quotas } from "./quota.ts";

/** The user who asks. */
export interface Me {
  readonly id: number;
  readonly name: string;
  readonly group: Reference;
  /** Ids of all groups. */
  readonly groups: readonly number[];
  readonly sshKeys: readonly string[];
  readonly quotas: Quotas;
}

/** A login token as it is listed: never the token itself. */
export interface LoginTokenInfo {
  /** The beginning of its SHA-256. */
  readonly id: string;
  /** Absent for one that does not expire. */
  readonly expires?: Date;
}

/** A login token that was just made. */
export interface NewLoginToken extends LoginTokenInfo {
  readonly token: string;
}
