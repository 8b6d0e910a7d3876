/** The screen of a machine. */
import { Type } from "@sinclair/typebox";
import { ScreenAccess } from "../schemas/screen.ts";
import { OBJECT_ERRORS, type Operation, object } from "./operation.ts";

export const SCREEN: readonly Operation[] = [
  {
    id: "openScreen",
    method: "GET",
    path: "/machines/{id}/screen",
    summary: "The machine's screen: whether it can be opened, and its password. As a WebSocket, the screen itself.",
    description:
      "A request with `Upgrade: websocket` opens a WebSocket that carries RFB (VNC) in binary frames, both ways, from the greeting of the machine's VNC server on. It is closed with 1001 when the server stops, 4401 when the login has expired or was revoked, 4403 when the right was revoked, 4406 when the VNC server requires TLS, 4409 when the machine has stopped or moved, 4410 when its host has closed the screen, 4411 when the host does not accept data, 4503 when OpenNebula has not answered for minutes.",
    query: object({
      try: Type.Optional(
        Type.Boolean({
          description:
            "Also connects to the host as the WebSocket would, and answers with any error of that connection, because browsers do not show the errors of a WebSocket.",
        }),
      ),
    }),
    answers: { 101: undefined, 200: ScreenAccess },
    errors: [...OBJECT_ERRORS, "NO_SCREEN", "HOST_FAILED"],
    example: { params: { id: "0" } },
  },
];
