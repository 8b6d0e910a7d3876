/** The console's session: sign in (POST), look (GET), sign out (DELETE). The server keeps nothing of it. */
import { digitsOf, isCode } from "../../cloud/self-service/second-factor.ts";
import * as signing from "../../cloud/self-service/sign-in.ts";
import * as json from "../../dialects/json/index.ts";
import { OcciError } from "../../errors.ts";
import { credentialsFor } from "../auth.ts";
import { readBody, type Sender } from "../body.ts";
import type { Call } from "../call.ts";
import { dispatch } from "../dispatch.ts";
import type { DispatchDeps } from "../dispatch-deps.ts";
import type { Exchange } from "../exchange.ts";
import type { LoginDelay } from "../login-delay.ts";
import { allowOf, methodNotAllowed } from "../methods.ts";
import { parametersOf } from "../parameters.ts";
import { answeringOf, errorResponse, resultResponse } from "../respond.ts";
import type { Result } from "../result.ts";
import { type ConsoleSession, cookieName, forgetCookie, setCookie } from "./cookie.ts";
import { isServed } from "./site.ts";
import { isSafe, tlsRequired } from "./transport.ts";

const JSON_TYPE = "application/json";
const RESOURCE = "session";
const METHODS = ["GET", "POST", "DELETE"] as const;

/** A name and a password are short: what is longer is no sign-in, and oned is not asked for its sake. */
const ANYBODY: Sender = {
  async known() {
    throw new OcciError("TOO_LARGE", "The sign-in request is too large.");
  },
  async turn() {},
};

function documentResult(text: string, headers: Result["headers"] = []): Result {
  return { status: 200, contentType: JSON_TYPE, body: [new TextEncoder().encode(text)], headers };
}

/** @throws OcciError SECOND_FACTOR without a code, BAD_CREDENTIALS for a wrong one, LOGIN_DELAYED after several. */
function factorCheck({ user, deps }: Call, code: string | undefined, logins: LoginDelay) {
  return async (secret: string): Promise<void> => {
    if (code === undefined || code.trim() === "") {
      throw new OcciError("SECOND_FACTOR", "The account has a second factor: its code is required too.");
    }
    // By the account alone: the password is known already to somebody who tries codes, from whatever address.
    const login = { user: `${user}:code`, session: digitsOf(code), address: "::", longest: deps.config.loginDelay };
    if (await logins.once(login, () => isCode(secret, code))) return;
    throw new OcciError("BAD_CREDENTIALS", "The code of the second factor is wrong or was already used.");
  };
}

async function signIn(
  call: Call,
  { endFirst = false, code }: json.SignInDocument,
  logins: LoginDelay,
): Promise<Result> {
  call.concerns(RESOURCE);
  call.performs("sign-in");
  const { token, expires, shared, me, machines } = await signing.signIn(call, {
    endFirst,
    machines: json.PAGE.most,
    checkFactor: factorCheck(call, code, logins),
  });
  const session: ConsoleSession = { user: me.name, session: `${me.name}:${token}`, expires, shared };
  return documentResult(
    json.renderSignedIn({ ...session, me, machines: machines?.next === undefined ? machines?.items : undefined }),
    [["Set-Cookie", setCookie(cookieName(call.request.headers, call.deps.config), session, Date.now())]],
  );
}

async function signOut(call: Call, { session, shared }: ConsoleSession): Promise<Result> {
  const token = session.slice(session.indexOf(":") + 1);
  const everywhere = parametersOf(call.target.query).get("everywhere") === "true";
  call.concerns(RESOURCE);
  call.performs(everywhere ? "sign-out everywhere" : "sign-out");
  if (everywhere) await signing.signOutEverywhere(call);
  // Other browsers use a shared one: it lives until it expires, or until all are ended.
  else if (!shared) await signing.signOut(call, token);
  return forgotten(call.request, call.deps);
}

function forgotten({ headers }: Request, { config }: Pick<Call["deps"], "config">): Result {
  return { status: 204, headers: [["Set-Cookie", forgetCookie(cookieName(headers, config))]] };
}

async function answer(request: Request, exchange: Exchange, within: DispatchDeps): Promise<Response> {
  const { console } = exchange;
  const answering = answeringOf(request.headers, exchange);
  if (request.method === "OPTIONS") {
    return resultResponse(answering, { status: 204, headers: [["Allow", allowOf(METHODS)]] });
  }
  if (console === undefined) {
    throw new OcciError("INVALID_REQUEST", "Only the console's own page can use sessions.", {
      hint: "Programs must send user name and password by HTTP Basic.",
    });
  }
  const { session } = console;
  switch (request.method) {
    case "GET":
    case "HEAD":
      return resultResponse(answering, documentResult(json.renderSession(session)));
    case "POST": {
      let document: json.SignInDocument | undefined;
      const identify = async () => {
        const text = await readBody(request, within.config, ANYBODY, "INVALID_REQUEST");
        document = json.readDocument(json.SignIn, text);
        return credentialsFor(document.user, document.password);
      };
      return dispatch(
        (call) => signIn(call, document as json.SignInDocument, within.logins),
        request,
        exchange,
        within,
        identify,
      );
    }
    case "DELETE": {
      if (session === undefined) return resultResponse(answering, forgotten(request, within));
      const response = await dispatch((call) => signOut(call, session), request, exchange, within);
      // A session that has already expired need not be revoked.
      return response.status === 401 ? resultResponse(answering, forgotten(request, within)) : response;
    }
    default:
      throw methodNotAllowed(request.method, METHODS);
  }
}

/** Answers a request at /ui/session. Never throws: errors are answers. */
export async function answerSession(request: Request, exchange: Exchange, within: DispatchDeps): Promise<Response> {
  let response: Response;
  try {
    if (!isServed(within.config, within.console)) {
      throw new OcciError("NOT_FOUND", "The console is switched off.", {
        hint: "The administrator can set CONSOLE=yes.",
      });
    }
    if (!isSafe(request.headers, exchange.connection, within.config)) throw tlsRequired();
    response = await answer(request, exchange, within);
  } catch (error) {
    exchange.failure = error;
    response = errorResponse(answeringOf(request.headers, exchange), error);
  }
  return response;
}
