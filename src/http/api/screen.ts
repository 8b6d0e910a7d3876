/** The screen of a machine: a document with what a viewer needs, or as a WebSocket the tunnel to its VNC server. */
import { checkScreen, type OpenScreen, showScreen } from "../../cloud/self-service/screen.ts";
import * as json from "../../dialects/json/index.ts";
import { OcciError } from "../../errors.ts";
import { connectToScreen, type HostEnd } from "../../screen/host.ts";
import { type ClosedBy, Tunnel } from "../../screen/tunnel.ts";
import { accountOf } from "../login-name.ts";
import type { Result } from "../result.ts";
import { changedResult } from "./answers.ts";
import { type ApiRequest, idIn } from "./request.ts";
import { checking } from "./screen-checks.ts";

type At = NonNullable<OpenScreen["at"]>;

function asksForWebSocket({ call }: ApiRequest): boolean {
  return call.request.headers.get("upgrade")?.toLowerCase() === "websocket";
}

/** Handles GET /machines/{id}/screen. The document has a password in it, so that nothing may cache it. */
export async function openScreen(request: ApiRequest): Promise<Result> {
  const id = idIn(request);
  if (asksForWebSocket(request)) {
    request.call.performs("open-screen");
    return tunnelTo(request, id, await showScreen(request, id));
  }
  const found = await showScreen(request, id);
  if (request.query.try === true && found.at !== undefined) (await connected(request, found.at)).end();
  return changedResult(200, json.renderScreenAccess(found.access));
}

/** Connects to a host and waits for its greeting; it counts as an open screen. @throws OcciError OVERLOADED, HOST_FAILED. */
async function connected({ call, deps: { config }, user }: ApiRequest, at: At): Promise<HostEnd> {
  const { screens } = call.screening();
  const leave = screens.enter(accountOf(user), { all: config.screens, perUser: config.screensPerUser });
  try {
    const host = await connectToScreen(at, screens.times);
    let left = false;
    return {
      ...host,
      end() {
        host.end();
        if (!left) leave();
        left = true;
      },
    };
  } catch (error) {
    leave();
    throw error;
  }
}

/** @throws OcciError FORBIDDEN, NO_SCREEN, OVERLOADED, HOST_FAILED: all before the WebSocket is open. */
async function tunnelTo(request: ApiRequest, id: number, { access, at }: OpenScreen): Promise<Result> {
  const { call } = request;
  const { screens, upgrade, closed } = call.screening();
  checkScreen(access);
  if (upgrade === undefined || at === undefined) throw noHandshake();
  const host = await connected(request, at);
  const begun = performance.now();
  let counted = { toClient: 0, toHost: 0 };
  const count = ({ use }: Tunnel): void => {
    call.observer.screenMoved(use.toClient - counted.toClient, use.toHost - counted.toHost);
    counted = { ...use };
  };
  const watch = setInterval(() => {
    count(tunnel);
    void look();
  }, screens.times.check);
  const tunnel = new Tunnel({
    host,
    onClosed(by, status) {
      clearInterval(watch);
      count(tunnel);
      call.observer.screenClosed(by);
      const { toClient, toHost } = tunnel.use;
      const seconds = Math.round((performance.now() - begun) / 100) / 10;
      closed({ outcome: by, status, bytes_to_client: toClient, bytes_to_host: toHost, seconds });
    },
  });
  const look = checking(() => endOf(request, id, at), tunnel);
  if (!upgrade(tunnel)) {
    clearInterval(watch);
    host.end();
    throw noHandshake();
  }
  call.observer.screenOpened();
  return { status: 101 };
}

function noHandshake(): OcciError {
  return new OcciError("INVALID_REQUEST", "The request is not the handshake of a WebSocket (RFC 6455).", {
    hint: "A proxy in front of this server must pass on the headers Upgrade and Connection.",
  });
}

/** Checks an open screen again. @returns the reason to close it; undefined while it may stay open. */
async function endOf({ call }: ApiRequest, id: number, at: At): Promise<ClosedBy | undefined> {
  const now = await showScreen(await call.screening().again(), id);
  const { obstacle } = now.access;
  if (obstacle === "right" || obstacle === "off") return "right_lost";
  return now.at?.host === at.host && now.at.port === at.port ? undefined : "machine_changed";
}
