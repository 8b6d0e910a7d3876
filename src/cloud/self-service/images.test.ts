/** What the JSON API shows of an image of oned. */
import { describe, expect, test } from "bun:test";
import { imageDetailsOf } from "../../opennebula/image-details.ts";
import { IMAGE_STATES } from "../../opennebula/states.ts";
import { readRecord } from "../../xml/record.ts";
import { imageView } from "./images.ts";

interface Given {
  readonly state?: (typeof IMAGE_STATES)[number];
  readonly persistent?: boolean;
  readonly permissions?: string;
  readonly template?: string;
  readonly more?: string;
}

function view({ state = "READY", persistent = false, permissions = "", template = "", more = "" }: Given = {}) {
  const xml = `<IMAGE><ID>9</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>data</NAME>
    <PERMISSIONS>${permissions}</PERMISSIONS><TYPE>2</TYPE><STATE>${IMAGE_STATES.indexOf(state)}</STATE><SIZE>2048</SIZE>
    <PERSISTENT>${persistent ? 1 : 0}</PERSISTENT><TEMPLATE>${template}</TEMPLATE>${more}</IMAGE>`;
  return imageView(imageDetailsOf(readRecord(xml, "IMAGE")));
}

describe("an image", () => {
  test("of which oned says little has few members", () => {
    expect(view()).toEqual({
      id: 9,
      name: "data",
      state: "ready",
      type: "datablock",
      size: 2048,
      persistent: false,
      public: false,
      machines: [],
      owner: { id: 2, name: "alice" },
      oned: { state: "READY" },
    });
  });

  test("of which it says all has all of them", () => {
    const given = {
      state: "ERROR",
      persistent: true,
      permissions: "<GROUP_U>1</GROUP_U>",
      template: "<DESCRIPTION>mine</DESCRIPTION><ERROR>no file</ERROR>",
      more: "<FS>ext4</FS><DATASTORE_ID>0</DATASTORE_ID><VMS><ID>7</ID></VMS>",
    } as const;
    expect(view(given)).toMatchObject({
      description: "mine",
      state: "failed",
      error: "no file",
      fileSystem: "ext4",
      persistent: true,
      public: true,
      machines: [7],
      datastore: 0,
    });
  });

  test.each([
    ["INIT", "copying", "is creating the image"],
    ["READY", "ready", undefined],
    ["USED", "used", undefined],
    ["DISABLED", "disabled", undefined],
    ["LOCKED", "copying", "is copying the image"],
    ["ERROR", "failed", undefined],
    ["CLONE", "used", "is making a copy of it"],
    ["DELETE", "deleting", undefined],
    ["USED_PERS", "used", undefined],
    ["LOCKED_USED", "copying", "is processing the image"],
    ["LOCKED_USED_PERS", "copying", "is processing the image"],
  ] as const)("that is %s is %s", (state, word, work) => {
    const { message } = view({ state });
    expect([view({ state }).state, message]).toEqual([word, work && `OpenNebula ${work}`]);
  });
});
