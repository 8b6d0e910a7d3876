/** A login token that is sent where its id belongs stays out of the log. */
import { expect, test } from "bun:test";
import { loggedPath } from "./logged-path.ts";

test.each([
  ["/api/v1/me/tokens/0123456789ab", "/api/v1/me/tokens/0123456789ab"],
  ["/api/v1/me/tokens/0123456789abc", "/api/v1/me/tokens/-"],
  ["/api/v1/me/tokens/0123456789a", "/api/v1/me/tokens/-"],
  ["/api/v1/me/tokens/0123456789AB", "/api/v1/me/tokens/-"],
  ["/api/v1/me/tokens/f3a9b1f3a9b1f3a9b1f3a9b1f3a9b1f3a9b1f3a9", "/api/v1/me/tokens/-"],
  ["/api/v1/me/tokens", "/api/v1/me/tokens"],
  ["/api/v1/machines/7", "/api/v1/machines/7"],
])("%s is logged as %s", (path, logged) => {
  expect(loggedPath(path)).toBe(logged);
});
