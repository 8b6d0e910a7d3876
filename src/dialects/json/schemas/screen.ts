/** Screens of machines. */
import { Type } from "@sinclair/typebox";
import { SCREEN_OBSTACLES } from "../../../model.ts";
import { nullable, object, text, words } from "./parts.ts";

const MEMBERS = {
  type: nullable(text("`vnc`, `spice`, ...; null for a machine without GRAPHICS.")),
  available: Type.Boolean({ description: "Whether this user can open the screen now." }),
  obstacle: nullable(words(SCREEN_OBSTACLES)),
  message: nullable(text("The obstacle in a sentence.")),
};

export const Screen = object("Screen", MEMBERS, "The screen of a machine, and what keeps it from being opened.");

export const ScreenAccess = object(
  "ScreenAccess",
  { ...MEMBERS, password: nullable(text("The password of the VNC server; null where it has none.")) },
  "The screen of a machine, and all that a VNC client needs for it.",
);
