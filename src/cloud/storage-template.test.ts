import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { StorageRequest } from "../model.ts";
import { planImage } from "./storage-template.ts";

const config = { datastoreId: 1, filesDatastoreId: 2, uploadUrls: ["images.example.org", "mirror.example.org:8080"] };
const FILE = "/var/tmp/occi-server/occi-0123";

const plan = (request: StorageRequest, path?: string) => planImage({ name: "x", ...request }, config, path);
const body = (request: StorageRequest, path?: string) =>
  plan(request, path).template.replace(/^<TEMPLATE><NAME>x<\/NAME>(.*)<\/TEMPLATE>$/s, "$1");

describe("an uploaded file", () => {
  test("is the image's PATH", () => {
    expect(body({ type: "OS" }, FILE)).toBe(`<TYPE>OS</TYPE><PATH>${FILE}</PATH>`);
    expect(body({}, FILE)).toBe(`<TYPE>OS</TYPE><PATH>${FILE}</PATH>`);
    expect(plan({}, FILE).source).toEqual({ path: FILE });
  });

  test("has the size and format that it has: SIZE and FSTYPE are ignored, as in 4.6", () => {
    const request = { type: "DATABLOCK", size: "100", fstype: "ext3" };
    expect(body(request, FILE)).toBe(`<TYPE>DATABLOCK</TYPE><PATH>${FILE}</PATH>`);
  });

  test("counts more than any URL: clients of old send the local file's name in it", () => {
    for (const url of ["file:///images/a.img", "/images/a.img", "http://images.example.org/x", "http://10.0.0.1/"]) {
      expect(plan({ url }, FILE).source).toEqual({ path: FILE });
    }
  });

  test("of a kernel, ramdisk or context goes to the files datastore", () => {
    for (const type of ["KERNEL", "ramdisk", "Context"]) expect(plan({ type }, FILE).datastore).toBe(2);
    for (const type of ["OS", "CDROM", "DATABLOCK"]) expect(plan({ type }, FILE).datastore).toBe(1);
  });
});

describe("an empty data block", () => {
  test("needs SIZE", () => {
    expect(body({ type: "DATABLOCK", size: "10" })).toBe("<TYPE>DATABLOCK</TYPE><SIZE>10</SIZE>");
    expect(() => plan({ type: "DATABLOCK", fstype: "ext4" })).toThrow("SIZE");
    for (const size of ["0", "-1", "huge", "1.5", "1e3", "007"]) {
      expect(() => plan({ type: "DATABLOCK", size })).toThrow("SIZE");
    }
  });

  test("may have a file system or a format", () => {
    const of = (fstype: string) => body({ type: "DATABLOCK", size: "10", fstype }).replace(/^.*<\/SIZE>/, "");
    expect(of("ext4")).toBe("<FS>ext4</FS>");
    expect(of("qcow2")).toBe("<FORMAT>qcow2</FORMAT>");
    expect(of("raw")).toBe("<FORMAT>raw</FORMAT>");
    expect(of("")).toBe("");
    expect(() => of("ext4; rm -rf /")).toThrow("FSTYPE");
  });

  test("is the only image that needs no file", () => {
    for (const type of ["OS", "CDROM", "KERNEL", "RAMDISK", "CONTEXT", ""]) {
      expect(() => plan({ type, size: "10" })).toThrow("requires a file");
    }
  });
});

describe("URL", () => {
  test("of an allowed host is the image's PATH", () => {
    const url = "https://images.example.org/debian.qcow2";
    expect(plan({ url })).toMatchObject({ source: { url }, datastore: 1 });
    expect(body({ url })).toBe(`<TYPE>OS</TYPE><PATH>${url}</PATH>`);
    expect(plan({ url: " http://Mirror.Example.org:8080/a#top " }).source.url).toBe("http://mirror.example.org:8080/a");
  });

  test.each([
    "http://10.0.0.1/x",
    "http://169.254.169.254/latest/meta-data",
    "http://images.example.org:81/x",
    "http://images.example.org.evil.net/x",
    "http://images.example.org@evil.net/x",
    "http://user:secret@images.example.org/x",
    "http://mirror.example.org/x",
  ])("of another host is refused: %s", (url) => {
    expect(() => plan({ url })).toThrow("does not allow downloads");
    expect(() => plan({ url, type: "DATABLOCK", size: "10" })).toThrow("does not allow downloads");
  });

  test.each([
    "http:/images.example.org/x",
    "http:images.example.org/x",
    "http:///images.example.org/x",
    "http:\\\\images.example.org\\x",
    "http://images.example.org\\x",
    "http://images.example.org/x\\y",
    "http://@images.example.org/x",
    "http://images.example.org",
    "http://images.example.org?x=/",
    "http://images.example.org#/x",
    "http://images.ex%61mple.org/x",
    "http://images.example\u3002org/x",
    "http://\uff49mages.example.org/x",
    "http://images.exa\tmple.org/x",
    "ht\ttp://images.example.org/x",
    "http://images.example.org/\nx",
    "http://images.example.org:/x",
    "http://images.example.org:080/x\u007f",
    "http://127.1/x",
    "http://2130706433/x",
    "http://0x7f.0.0.1/x",
    "http://[::ffff:127.0.0.1]/x",
    "http://[0:0:0:0:0:0:0:1]/x",
    "http://images.example.org:99999/x",
    "HTTP:/images.example.org/x",
  ])("that is spelled in a way that others could read differently is refused: %j", (url) => {
    const config6 = { ...config, uploadUrls: [...config.uploadUrls, "127.0.0.1", "[::1]", "[::ffff:7f00:1]"] };
    for (const more of [{}, { type: "DATABLOCK", size: "10" }]) {
      expect(() => planImage({ name: "x", url, ...more }, config6)).toThrow("URL must have the form");
    }
  });

  test("is sent as it was checked: one spelling of scheme, host and port", () => {
    const config6 = { ...config, uploadUrls: ["images.example.org", "[::1]:81", "127.0.0.1"] };
    const sent = (url: string) => planImage({ name: "x", url }, config6).source.url;
    expect(sent("HTTPS://IMAGES.Example.ORG/A")).toBe("https://images.example.org/A");
    expect(sent("http://images.example.org:80/a")).toBe("http://images.example.org/a");
    expect(sent("http://[::1]:81/a")).toBe("http://[::1]:81/a");
    expect(sent("http://127.0.0.1/a/../b//c@d")).toBe("http://127.0.0.1/b//c@d");
  });

  test("names an allowed host, or nothing is sent, whatever it is made of", () => {
    const pieces = [
      "http",
      "https",
      ":",
      "/",
      "//",
      "\\",
      "@",
      "images.example.org",
      "mirror.example.org:8080",
      "evil.net",
    ];
    const more = [
      "?",
      "#",
      "%40",
      "%2f",
      "\t",
      "\n",
      " ",
      ".",
      "..",
      "[",
      "]",
      "::1",
      ":80",
      "x",
      "\u3002",
      "\u0000",
      "HTTP://",
    ];
    const piece = fc.constantFrom(...pieces, ...more);
    const urls = fc.tuple(fc.constantFrom("http://", "https://", "http:", ""), fc.array(piece, { maxLength: 8 }));
    fc.assert(
      fc.property(urls, ([start, rest]) => {
        let sent: string | undefined;
        try {
          sent = plan({ url: start + rest.join("") }).source.url;
        } catch {
          return;
        }
        if (sent === undefined) throw new Error("neither refused nor sent");
        expect(sent).toMatch(/^https?:\/\/(images\.example\.org|mirror\.example\.org:8080)\/[\w\-.~:/?[\]@!*+,=&%]*$/);
      }),
      { numRuns: 3000 },
    );
  });

  test("of another kind is no source", () => {
    for (const url of ["file:///etc/passwd", "/etc/passwd", "ftp://images.example.org/x", "javascript:1", "::"]) {
      expect(() => plan({ url })).toThrow("requires a file");
    }
  });

  test("cannot carry anything for a shell", () => {
    const url = "http://images.example.org/a'b\"c`d$(e);f|g i?x=1&y=2%27";
    const sent = plan({ url }).source.url ?? "";
    expect(sent).toMatch(/^http:\/\/images\.example\.org\/[\w/%?&=.]+$/);
    expect(sent).toEndWith("?x=1&y=2%27");
  });
});

describe("the other fields", () => {
  test("NAME is required and is one that oned takes", () => {
    expect(() => planImage({}, config, FILE)).toThrow("NAME");
    expect(() => planImage({ name: "" }, config, FILE)).toThrow("NAME");
    expect(() => planImage({ name: "a & b" }, config, FILE)).toThrow("NAME");
  });

  test("TYPE is a known one, and never BACKUP", () => {
    for (const type of ["FLOPPY", "BACKUP", "OS\nPATH=/etc/passwd"]) expect(() => plan({ type }, FILE)).toThrow("TYPE");
  });

  test("a hostile DESCRIPTION stays a description", () => {
    const description = 'x"\nPATH="/etc/passwd</DESCRIPTION><PATH>/etc/shadow';
    expect(body({ description }, FILE)).toBe(
      `<TYPE>OS</TYPE><PATH>${FILE}</PATH>` +
        "<DESCRIPTION>x&quot;\nPATH=&quot;/etc/passwd&lt;/DESCRIPTION&gt;&lt;PATH&gt;/etc/shadow</DESCRIPTION>",
    );
  });

  test("PERSISTENT and PUBLIC are YES or NO; an image cannot be both, and PERSISTENT counts", () => {
    expect(plan({ public: "yes" }, FILE)).toMatchObject({ publish: true });
    expect(plan({ public: "NO", persistent: "NO" }, FILE)).toMatchObject({ publish: false });
    const both = plan({ public: "YES", persistent: "YES" }, FILE);
    expect(both).toMatchObject({ publish: false, template: expect.stringContaining("<PERSISTENT>YES</PERSISTENT>") });
    expect(() => plan({ public: "maybe" }, FILE)).toThrow("PUBLIC");
    expect(() => plan({ persistent: "1" }, FILE)).toThrow("PERSISTENT");
  });
});
