/** Events. */
import { Type } from "@sinclair/typebox";
import { id, object, words } from "./parts.ts";

export const Change = object(
  "Change",
  { id: id("the resource"), change: words(["changed", "gone"]) },
  "The data of an event, whose name is `machine`, `image` or `network`: read the resource again.",
);

export const EventStream = Type.String({
  description:
    'Server-sent events. Each has the name `machine`, `image` or `network`, and a Change as data: `event: machine`, `data: {"id":7,"change":"changed"}`. Lines that begin with a colon keep the connection open. When the stream ends, open it again and read everything again.',
});
