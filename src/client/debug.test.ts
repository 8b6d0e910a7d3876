import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { heard } from "../terminal/testing/heard.ts";
import { textElement } from "../xml/write.ts";
import { authorization } from "./credentials.ts";
import { requestText, showAnswer, showRequest } from "./debug.ts";
import { reply } from "./testing/context.ts";

const URL = "http://cloud.test/compute";

test("a request is shown on standard error, each line marked", async () => {
  const headers = { Authorization: "Basic YWxpY2U6c2VjcmV0", Accept: "application/xml" };
  const { told, printed } = await heard(() => showRequest("POST", URL, headers, "<A>\n  <B/>\n</A>"));
  expect(printed).toEqual([]);
  expect(told.join("\n").split("\n")).toEqual([
    "> POST http://cloud.test/compute",
    "> Authorization: Basic [hidden]",
    "> Accept: application/xml",
    ">",
    "> <A>",
    ">   <B/>",
    "> </A>",
  ]);
});

test("an answer too", async () => {
  const { told } = await heard(() =>
    showAnswer(reply("<A/>", 201, { Location: "/compute/3", "Set-Cookie": "s=sesame" })),
  );
  expect(told.join("\n").split("\n")).toEqual([
    "< 201",
    "< location: /compute/3",
    "< set-cookie: [hidden]",
    "<",
    "< <A/>",
  ]);
});

describe("no secret shows", () => {
  test.each([
    "<TOKEN>sesame</TOKEN>",
    '<ACTION><PARAMS><TOKEN a="1">sesame</TOKEN></PARAMS></ACTION>',
    "<TOKEN><![CDATA[sesame]]></TOKEN>",
    "<o:TOKEN xmlns:o='x'>sesame</o:TOKEN>",
    "<token>\nsesame\n</token>",
    "<TOKEN>sesame",
  ])("%s", async (body) => {
    expect(requestText("POST", URL, {}, body)).not.toContain("sesame");
    expect((await heard(() => showAnswer(reply(body)))).told.join("\n")).not.toContain("sesame");
  });

  test("what stands around a token does", () => {
    expect(requestText("POST", URL, {}, "<A><TOKEN>x</TOKEN><B>y</B><TOKEN>z</TOKEN></A>")).toEndWith(
      "<A><TOKEN>[hidden]</TOKEN><B>y</B><TOKEN>[hidden]</TOKEN></A>",
    );
  });

  test("neither password nor hash nor token, whatever they are, also when a server repeats the request", async () => {
    // A secret that is a part of what is shown anyway cannot be hidden.
    const secret = fc.string({ minLength: 12, maxLength: 40 }).map((text) => `§${text}§`);
    await fc.assert(
      fc.asyncProperty(secret, secret, fc.boolean(), async (password, token, hashed) => {
        const header = authorization({ user: "alice", password }, hashed);
        const body = `${textElement("TOKEN", token)}`;
        const { told } = await heard(() => {
          showRequest("POST", URL, { Authorization: header }, body);
          showAnswer(
            reply(`Authorization: ${header}\n${body}`, 400, { "X-Echo": header, "Proxy-Authorization": header }),
            header,
          );
        });
        const text = told.join("\n");
        const sha1 = new Bun.SHA1().update(password).digest("hex");
        for (const hidden of [
          password,
          sha1,
          header.slice("Basic ".length),
          token,
          String(textElement("A", token)).slice(3, -4),
        ]) {
          expect(text).not.toContain(hidden);
        }
      }),
      { numRuns: 200 },
    );
  });
});
