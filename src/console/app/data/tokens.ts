/** The login tokens of the user: when each expires, and a hash by which it is known. */
import { api } from "../api.ts";
import { live } from "../live.ts";
import type { Token } from "../model.ts";

const MINUTE_MS = 60_000;

export const tokens = live<readonly Token[]>("me", async () => (await api("get", "/me/tokens")).items, MINUTE_MS);
