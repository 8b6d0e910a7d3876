/** The entry document of the API: its limits, and the features that the administrator has switched on. */
import { api } from "../api.ts";
import { live } from "../live.ts";
import type { Welcome } from "../model.ts";

const HOUR_MS = 3_600_000;

export const welcome = live<Welcome>("me", () => api("get", "/"), HOUR_MS);
