/** Who asks, and what for, is told by the Authorization header and the request line, and by nothing else. */
import { expect, test } from "bun:test";
import { nonEmpty } from "../testing/non-empty.ts";
import { basic, describeCloud } from "./testing/cloud.ts";

describeCloud("credentials", ({ request, oned, log }) => {
  const BAD: readonly (readonly [string, string])[] = [
    ["a wrong password", basic("alice:wrong")],
    ["an unknown user", basic("nobody:alicepass")],
    ["another user's password", basic("alice:bobpass")],
    ["an empty password", basic("alice:")],
    ["an empty user", basic(":alicepass")],
    ["nothing but a colon", basic(":")],
    ["no colon", basic("alice")],
    ["the right password and a colon more", basic("alice:alicepass:")],
    ["the right password and a blank more", basic("alice:alicepass ")],
    ["a blank before the user", basic(" alice:alicepass")],
    ["a blank in the user", basic("ali ce:alicepass")],
    ["the name in upper case", basic("ALICE:alicepass")],
    ["ten kilobytes of password", basic(`alice:${"x".repeat(10_000)}`)],
    ["ten kilobytes of name", basic(`${"x".repeat(10_000)}:x`)],
    ["NUL behind the name", basic("alice\0:alicepass")],
    ["NUL behind the password", basic("alice:alicepass\0")],
    ["a line end", basic("alice:alicepass\r\n")],
    ["an escape character", basic("\x1b[31malice:x")],
    ["markup", basic("</string><i4>0</i4>:x")],
    ["a quote for XPath", basic(`x" or "1"="1:x`)],
    ["the byte order mark", basic("\ufeffalice:alicepass")],
    ["no base64", "Basic %%%%"],
    ["no credentials", "Basic"],
    ["two of them", `${basic("alice:alicepass")}, ${basic("bob:bobpass")}`],
    ["a comma", `${basic("alice:alicepass")},`],
    ["a parameter", `${basic("alice:alicepass")};x=y`],
    ["base64 of another alphabet", "Basic YWxpY2U6YWxpY2VwYXNz-_"],
    ["another scheme", "Bearer alicepass"],
    ["Digest", 'Digest username="alice"'],
    ["Negotiate", "Negotiate YWxpY2U6YWxpY2VwYXNz"],
    ["no scheme", "YWxpY2U6YWxpY2VwYXNz"],
    ["the words as they are", "Basic alice:alicepass"],
  ];

  test.each(["GET /compute/7", "GET /", "POST /compute", "DELETE /storage/3", "GET /nothing", "PUT /user"])(
    "that are not right are refused in the same words, whatever is wrong: %s",
    async (line) => {
      const [method = "", path = ""] = line.split(" ");
      const answers = new Set<string>();
      for (const [, header] of BAD) {
        const { status, headers, body } = await request(method, path, {
          headers: { authorization: header, "x-request-id": "same" },
        });
        headers.delete("date");
        answers.add(JSON.stringify([status, [...headers].sort(), body]));
      }
      expect([...answers]).toHaveLength(1);
      expect([...answers].join()).toContain("The user name or password is not accepted.");
      expect([...answers].join()).toStartWith("[401,");
    },
  );

  test("are never taken from other headers, cookies, query or body", async () => {
    const forged = {
      "ssl-client-cert": "-----BEGIN CERTIFICATE-----",
      "x-ssl-client-cert": "CN=alice",
      "x-ssl-client-verify": "SUCCESS",
      "x-client-dn": "CN=alice",
      "remote-user": "alice",
      "x-remote-user": "alice",
      "x-forwarded-user": "alice",
      "x-auth-request-user": "alice",
      "x-auth-token": "alicepass",
      "proxy-authorization": basic("alice:alicepass"),
      "x-authorization": basic("alice:alicepass"),
      cookie: "session=alice:alicepass; user=alice",
      "x-real-ip": "127.0.0.1",
      "x-forwarded-for": "127.0.0.1",
      via: "1.1 localhost",
    };
    const query = "?user=alice&password=alicepass&access_token=alicepass&authorization=Basic%20YWxpY2U6YWxpY2VwYXNz";
    for (const [name, value] of Object.entries(forged)) {
      expect((await request("GET", `/compute/7${query}`, { headers: { [name]: value } })).status).toBe(401);
    }
    expect((await request("GET", "/compute/7", { headers: forged })).status).toBe(401);
    expect(oned.calls).toEqual([]);
    const asBob = await request("GET", "/user/-1", { user: "bob", headers: forged });
    expect(asBob.body).toContain("<NAME>bob</NAME>");
    expect(oned.calls).toEqual(["bob one.user.info -1"]);
    expect(log.accesses.at(-1)?.client).not.toBe("10.0.0.1");
  });

  test("are asked about with every request: nothing is remembered of the last one", async () => {
    expect((await request("GET", "/", { user: "alice" })).status).toBe(200);
    expect((await request("GET", "/", { user: "alice:wrong" })).status).toBe(401);
    expect((await request("GET", "/", {})).status).toBe(401);
    expect((await request("GET", "/", { user: "alice" })).status).toBe(200);
    expect(oned.calls).toHaveLength(3);
  });
});

describeCloud("a request", ({ request, oned, log }) => {
  test("has the method of its request line", async () => {
    for (const name of ["x-http-method-override", "x-http-method", "x-method-override"]) {
      const headers = { [name]: "DELETE" };
      expect((await request("POST", "/compute/7", { user: "alice", headers })).status).toBe(405);
      expect((await request("GET", "/compute/7?_method=DELETE", { user: "alice", headers })).status).toBe(200);
    }
    expect(oned.calls.join()).not.toContain("one.vm.action");
  });

  test("has the path of its request line", async () => {
    for (const name of ["x-original-url", "x-rewrite-url", "x-forwarded-uri", "x-forwarded-prefix", "x-original-uri"]) {
      const answer = await request("GET", "/user/-1", { user: "alice", headers: { [name]: "/compute/7" } });
      expect(answer.body).toStartWith("<USER ");
      expect(answer.body).not.toContain("compute");
    }
  });

  test("is not disturbed by headers that it has no use for", async () => {
    const odd: Record<string, string> = {
      cookie: "%; a=%zz; __proto__=x; constructor[prototype]=y",
      "content-type": "application/pdf",
      "accept-language": "x".repeat(5000),
      "accept-encoding": "gzip, br, zstd",
      "if-match": '"x"',
      authorization2: "x",
      "constructor-x": "y",
      "content-length": "0",
      dnt: "1",
    };
    const usual = await request("GET", "/compute/7?__proto__[x]=1&constructor=2&a[]=%zz", { user: "alice" });
    expect(usual.status).toBe(200);
    for (const [name, value] of Object.entries(odd)) {
      const answer = await request("GET", "/compute/7", { user: "alice", headers: { [name]: value } });
      expect([answer.status, answer.body]).toEqual([200, usual.body]);
      expect(answer.headers.has("content-encoding")).toBe(false);
    }
  });

  test("has a body of XML, whatever its type says; nothing else is read", async () => {
    const types = [
      "application/pdf",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "text/html",
    ];
    for (const type of nonEmpty([...types, "application/xml; charset=utf-7", ";;;", "x".repeat(2000)])) {
      const headers = { "content-type": type };
      const body = "<COMPUTE><INSTANCE_TYPE>small</INSTANCE_TYPE></COMPUTE>";
      expect((await request("POST", "/compute", { user: "alice", headers, body })).status).toBe(201);
      for (const junk of ['{"__proto__":{"x":1}}', "{", "a=b&__proto__[x]=1", "--x\r\n\r\n--x--"]) {
        const answer = await request("POST", "/compute", { user: "alice", headers, body: junk });
        expect([answer.status, answer.body.split(":")[0]]).toEqual([400, "INVALID_XML"]);
      }
    }
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });

  test("leaves its client's address alone, whatever it says of it", async () => {
    await request("GET", "/", { user: "alice", headers: { "x-forwarded-for": "10.0.0.1", forwarded: "for=10.0.0.1" } });
    expect(log.accesses.at(-1)?.client).toMatch(/127\.0\.0\.1$/);
  });

  test("from a page of another site is answered without leave for its scripts", async () => {
    const headers = { origin: "https://evil.example", "access-control-request-method": "DELETE" };
    for (const method of ["OPTIONS", "GET"]) {
      const answer = await request(method, "/compute/7", { user: "alice", headers });
      expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  });
});
