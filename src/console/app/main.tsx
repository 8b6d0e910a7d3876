/** The console's entry: language, session, page. */
import { render } from "preact";
import "./style/index.css";
import "./theme.ts";
import { isListening, startEvents } from "./events.ts";
import { push, startPolling } from "./live.ts";
import { session, start } from "./session.ts";
import { Shell } from "./shell.tsx";
import { startLanguage } from "./text/index.ts";

const root = document.getElementById("app");
if (root !== null) {
  await Promise.all([startLanguage(), start()]);
  render(<Shell />, root);
  startPolling();
  push.isOn = () => isListening.value;
  startEvents(() => session.value.is === "in" && !session.value.ended);
}
