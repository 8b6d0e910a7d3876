/** The sizes of machines. They change with the configuration of the server only. */
import { api } from "../api.ts";
import { live } from "../live.ts";
import type { Size } from "../model.ts";

const HOUR_MS = 3_600_000;

export const sizes = live<readonly Size[]>("templates", async () => (await api("get", "/sizes")).items, HOUR_MS);
