import { expect, test } from "bun:test";
import { demoGuide, demoSteps } from "./demo-guide.ts";

const guide = { base: "https://localhost:4567", certificate: "/tmp/occi-server-demo-x/state/self-signed.crt" };

test("the guide names users, passwords and every step", () => {
  const text = demoGuide(guide);
  expect(text).toMatchSnapshot();
  for (const { what, command } of demoSteps(guide)) expect(text).toContain(`# ${what}\n${command}\n`);
});
