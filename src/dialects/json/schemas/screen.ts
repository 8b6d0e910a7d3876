/** Screens of machines. */
import { Type } from "@sinclair/typebox";
import { SCREEN_OBSTACLES } from "../../../model.ts";
import { nullable, object, text, words } from "./parts.ts";

const MEMBERS = {
  type: nullable(text("`vnc`, `spice`, ...; null for a machine without GRAPHICS.")),
  available: Type.Boolean({ description: "Whether this user can open the screen now." }),
  obstacle: nullable(words(SCREEN_OBSTACLES)),
  message: nullable(text("The obstacle, as a sentence.")),
};

export const Screen = object("Screen", MEMBERS, "The screen of a machine, and any obstacle to opening it.");

export const ScreenAccess = object(
  "ScreenAccess",
  { ...MEMBERS, password: nullable(text("The password of the VNC server; null if it does not have one.")) },
  "The screen of a machine, and everything that a VNC client needs to open it.",
);
