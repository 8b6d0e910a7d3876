/** The login tokens of the user: the time at which each expires, and a hash that identifies it. */
import { api } from "../api.ts";
import { live } from "../live.ts";
import type { Token } from "../model.ts";

const MINUTE_MS = 60_000;

export const tokens = live<readonly Token[]>("me", async () => (await api("get", "/me/tokens")).items, MINUTE_MS);
