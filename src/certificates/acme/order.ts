/** Gets a certificate from an authority by ACME (RFC 8555), proving the name by HTTP-01. */
import type { Config } from "../../config/config.ts";
import { messageOf, OcciError } from "../../errors.ts";
import { readSetting } from "../../read-file.ts";
import type { Challenges } from "./challenges.ts";
import { keepAccountKey, keepIdentity, storedAccountKey } from "./store.ts";

export type AcmeSettings = Pick<Config, "server" | "stateDir" | "acmeEmail" | "acmeDirectory" | "acmeCa">;

/** Longest time that the authority may take for one answer, milliseconds. */
const TIMEOUT_MS = 30_000;
/** The first pause between two polls whether the authority has checked the proof, milliseconds; each further one is longer. */
export const FIRST_POLL_MS = 1_000;
/** Polls, and the longest pause between two of them, milliseconds. */
const POLLS = { backoffAttempts: 15, backoffMax: 15_000 };

/**
 * Gets a certificate for SERVER and keeps it, with a new key, in STATE_DIR.
 * @param firstPoll milliseconds.
 * @throws OcciError SETUP_FAULT with the authority's own words, or with what STATE_DIR lacks.
 */
export async function orderCertificate(
  settings: AcmeSettings,
  challenges: Challenges,
  firstPoll = FIRST_POLL_MS,
): Promise<void> {
  const { server, acmeDirectory, acmeEmail } = settings;
  const acme = await library(settings);
  const accountKey = storedAccountKey(settings) ?? String(await acme.crypto.createPrivateEcdsaKey("P-256"));
  keepAccountKey(settings, accountKey);
  const [key, csr] = await acme.crypto.createCsr(
    { commonName: server, altNames: [server] },
    await acme.crypto.createPrivateEcdsaKey("P-256"),
  );
  let chain: string;
  try {
    const client = new acme.Client({ directoryUrl: acmeDirectory, accountKey, ...POLLS, backoffMin: firstPoll });
    chain = await client.auto({
      csr,
      ...(acmeEmail !== undefined && { email: acmeEmail }),
      termsOfServiceAgreed: true,
      challengePriority: ["http-01"],
      // The authority looks from outside; whether this machine reaches itself by that name says nothing.
      skipChallengeVerification: true,
      async challengeCreateFn(_, challenge, answer) {
        if (challenge.type !== "http-01")
          throw new Error(`the authority does not offer the HTTP challenge (http-01), only ${challenge.type}`);
        await challenges.add(challenge.token, answer);
      },
      challengeRemoveFn: (_, challenge) => challenges.remove(challenge.token),
    });
  } catch (cause) {
    throw new OcciError(
      "SETUP_FAULT",
      `${acmeDirectory} does not issue a certificate for ${server}: ${messageOf(cause)}.`,
      {
        hint: `It must reach http://${server}/.well-known/acme-challenge/ on port 80.`,
        cause,
      },
    );
  }
  keepIdentity(settings, String(key), chain);
}

/** Loaded only when it is used. Its settings are one for the process, as this is its only use. */
async function library({ acmeCa }: AcmeSettings) {
  await import("reflect-metadata");
  const acme = await import("acme-client");
  const { defaults } = acme.axios;
  defaults.timeout = TIMEOUT_MS;
  defaults.proxy = false;
  defaults.headers.common["User-Agent"] = "occi-server";
  // We try again ourselves, with longer pauses; and the library's own way makes a TypeError of an authority that does not
  // answer.
  const { response } = acme.axios.interceptors;
  response.clear();
  response.use(null, (error: Failed) => answerIn(error) ?? Promise.reject(error));
  if (acmeCa !== undefined) {
    const [{ Agent }, { getCACertificates }] = await Promise.all([import("node:https"), import("node:tls")]);
    defaults.httpsAgent = new Agent({ ca: [...getCACertificates("system"), readSetting("ACME_CA", acmeCa)] });
  }
  return acme;
}

type Validator = (status: number) => boolean;
/** The library hands on every answer inside an error. */
interface Failed {
  readonly response?: { readonly status: number; readonly config: { readonly retryValidateStatus?: Validator | null } };
}

/** The answer, if the library itself would accept it. */
function answerIn({ response }: Failed): Failed["response"] {
  const accepts = response?.config.retryValidateStatus;
  return response !== undefined && (!accepts || accepts(response.status)) ? response : undefined;
}
