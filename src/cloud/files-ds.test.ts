import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { filesDs } from "./files-ds.ts";

describe("FILES_DS", () => {
  test.each([
    ["$FILE[IMAGE_ID=49]", "$FILE[IMAGE_ID=49]"],
    ['$FILE[IMAGE_ID="49"]', "$FILE[IMAGE_ID=49]"],
    ["$file[ image_id = 49 ]", "$FILE[IMAGE_ID=49]"],
    ['$FILE[IMAGE="init.sh"]', '$FILE[IMAGE="init.sh"]'],
    ["$FILE[IMAGE=init]", '$FILE[IMAGE="init"]'],
    ['$FILE[IMAGE="my init", IMAGE_UNAME="bob"]', '$FILE[IMAGE="my init", IMAGE_UNAME="bob"]'],
    ["$FILE[IMAGE=init,IMAGE_UNAME=bob]", '$FILE[IMAGE="init", IMAGE_UNAME="bob"]'],
    ['$FILE[IMAGE="init", IMAGE_UID="03"]', '$FILE[IMAGE="init", IMAGE_UID=3]'],
    ['$FILE[IMAGE="init" ,IMAGE_UID=3]', '$FILE[IMAGE="init", IMAGE_UID=3]'],
    [
      "  $FILE[IMAGE_ID=1]  \n $FILE[IMAGE_ID=2]\t$FILE[IMAGE=a] ",
      '$FILE[IMAGE_ID=1] $FILE[IMAGE_ID=2] $FILE[IMAGE="a"]',
    ],
    ["$FILE[IMAGE_ID=1] \n", "$FILE[IMAGE_ID=1]"],
    [`${" ".repeat(40)}$FILE[IMAGE_ID=1]$FILE[IMAGE_ID=2]`, "$FILE[IMAGE_ID=1] $FILE[IMAGE_ID=2]"],
    ["$FILE[IMAGE_ID=1]$FILE[IMAGE_ID=1]", "$FILE[IMAGE_ID=1] $FILE[IMAGE_ID=1]"],
    ["", ""],
    [" \n", ""],
  ])("%j is handed on as %j", (sent, carried) => {
    expect(filesDs(sent)).toBe(carried);
  });

  test.each([
    "/etc/passwd",
    "/var/lib/one/datastores/2/88e1:'init.sh'",
    "$FILE",
    "$FILE[]",
    "$FILE[IMAGE_ID]",
    "$FILE[IMAGE_ID=]",
    "$FILE[IMAGE_ID=x]",
    "$FILE[IMAGE_ID=-1]",
    "$FILE[IMAGE_ID=1",
    "$FILE[IMAGE_ID=1]x",
    "$FILE[IMAGE_ID=1], $FILE[IMAGE_ID=2]",
    "$FILE[IMAGE_ID=1] /etc/passwd",
    "$FILE[IMAGE_ID=1, IMAGE_UID=2]",
    "$FILE[IMAGE=a, PATH=b]",
    '$FILE[IMAGE=""]',
    '$FILE[IMAGE="a"b"]',
    '$FILE[IMAGE="$NAME"]',
    '$FILE[IMAGE="a\\"]',
    `$FILE[IMAGE="${"é".repeat(65)}"]`,
    '$FILE[IMAGE="a\nb"]',
    '$FILE[IMAGE="a", IMAGE_UNAME="$NAME"]',
    "x$FILE[IMAGE_ID=1]",
    "$IMAGE[IMAGE_ID=1]",
    "$USER[TOKEN_PASSWORD]",
    "$FILE[IMAGE_ID=1]$USER[TOKEN_PASSWORD]",
    "$NAME",
    "\\$FILE[IMAGE_ID=1]",
  ])("%j is refused", (sent) => {
    expect(() => filesDs(sent)).toThrow("CONTEXT FILES_DS must name files of TYPE=CONTEXT");
  });

  test("names a hundred files at most", () => {
    expect(filesDs("$FILE[IMAGE_ID=1]".repeat(100)).split(" ")).toHaveLength(100);
    expect(() => filesDs("$FILE[IMAGE_ID=1]".repeat(101))).toThrow("at most 100 files");
  });

  test("is nothing but files, whatever is sent", () => {
    const pieces = [
      "$FILE",
      "[",
      "]",
      "IMAGE_ID",
      "IMAGE",
      "IMAGE_UNAME",
      "=",
      ",",
      '"',
      "7",
      "a",
      " ",
      "\n",
      "$NAME",
      "\\",
    ];
    const file = fc.constantFrom("$FILE[IMAGE_ID=7]", '$FILE[IMAGE="a"]', ' $FILE[IMAGE=b, IMAGE_UNAME="c"]');
    fc.assert(
      fc.property(fc.array(fc.oneof(file, fc.constantFrom(...pieces)), { maxLength: 12 }), (parts) => {
        let carried: string;
        try {
          carried = filesDs(parts.join(""));
        } catch {
          return;
        }
        expect(carried).toMatch(/^(\$FILE\[IMAGE(_ID=\d+|="[^"$\\]+"(, IMAGE_(UNAME="[^"$\\]+"|UID=\d+))?)\]( |$))*$/);
      }),
      { numRuns: 3000 },
    );
  });
});
