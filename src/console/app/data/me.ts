/** The user who is signed in, with what is left of the quotas. */
import { api } from "../api.ts";
import { live } from "../live.ts";
import type { Me } from "../model.ts";

export const me = live<Me>("me", () => api("get", "/me"));
