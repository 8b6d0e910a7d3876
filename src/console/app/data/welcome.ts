/** What the API says of itself: limits, and what the administrator has switched on. */
import { api } from "../api.ts";
import { live } from "../live.ts";
import type { Welcome } from "../model.ts";

const HOUR_MS = 3_600_000;

export const welcome = live<Welcome>("me", () => api("get", "/"), HOUR_MS);
