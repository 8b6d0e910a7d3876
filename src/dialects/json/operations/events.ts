/** Events. */
import { EventStream } from "../schemas/events.ts";
import type { Operation } from "./operation.ts";

export const EVENTS: readonly Operation[] = [
  {
    id: "listenToEvents",
    method: "GET",
    path: "/events",
    summary: "Server-sent events: which machines, images and networks have changed or are gone.",
    answers: { 200: EventStream },
    answerType: "text/event-stream",
    errors: [],
    example: {},
  },
];
