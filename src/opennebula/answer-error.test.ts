import { describe, expect, test } from "bun:test";
import { answerError, plain } from "./answer-error.ts";

/** oned's code and text, as recorded of 6.10 and 7.4, and what becomes of them. */
const CASES: readonly [number, string, string][] = [
  [256, "[one.user.info] User couldn't be authenticated, aborting call.", "BAD_CREDENTIALS"],
  [512, "[one.vm.info] User [3] : Not authorized to perform USE VM [0].", "FORBIDDEN"],
  [512, "[one.vm.allocate] User [2] : user [2] limit of 2 reached for VMS quota in VM.", "QUOTA_EXCEEDED"],
  [
    512,
    "[one.vm.allocate] User [2] : user [2] limit of 5 reached for LEASES quota in NETWORK with ID: 0.",
    "QUOTA_EXCEEDED",
  ],
  [512, "[one.vm.allocate] User [2] : VM Template includes a restricted attribute MAC.", "RESTRICTED_ATTRIBUTE"],
  [512, "[one.vn.allocate] User [2] : VNET Template includes a restricted attribute BRIDGE.", "RESTRICTED_ATTRIBUTE"],
  [
    8192,
    "[one.vn.update] Cannot update template. User Template includes a restricted attribute VLAN_ID",
    "RESTRICTED_ATTRIBUTE",
  ],
  [512, "[one.vn.update] User [2] : User is not authorized to use the requested VLAN_ID.", "RESTRICTED_ATTRIBUTE"],
  [512, "[one.vm.allocate] User [2] : user [2] MEMORY attribute must be a positive integer value.", "INVALID_REQUEST"],
  [1024, "[one.vm.info] Error getting virtual machine [999].", "NOT_FOUND"],
  [1024, "[one.image.allocate] Error getting datastore [77].", "INVALID_REQUEST"],
  [
    2048,
    '[one.vm.action] Error performing action "stop": This action is not available for state PENDING',
    "WRONG_STATE",
  ],
  [
    2048,
    '[one.vm.action] Error performing action "terminate": Could not terminate VM 7, wrong state PROLOG.',
    "WRONG_STATE",
  ],
  [2048, "[one.vm.attach] Could not attach a new disk to VM 7, wrong state HOTPLUG.", "WRONG_STATE"],
  [2048, "[one.vm.attach] VM is not running in any host", "WRONG_STATE"],
  [2048, "[one.vm.attach] Image with ID: 99 does not exist", "INVALID_REQUEST"],
  [2048, "[one.vm.attachnic] Virtual network with ID: 99 does not exist", "INVALID_REQUEST"],
  [2048, "[one.vm.detach] Could not detach disk with DISK_ID 99, it does not exist.", "INVALID_REQUEST"],
  [2048, "[one.vm.detach] VM disk does not exist", "INVALID_REQUEST"],
  [2048, "[one.vm.rename] Invalid NAME, char '\"' is not allowed", "INVALID_REQUEST"],
  [2048, "[one.vm.rename] Invalid NAME, max length is 128 chars", "INVALID_REQUEST"],
  [2048, "[one.image.rename] image cannot be renamed to x because it collides with image 4", "NAME_TAKEN"],
  [2048, "[one.image.delete] Cannot delete image. There are 1 VMs using it.", "IN_USE"],
  [
    2048,
    "[one.vn.delete] Cannot delete virtual network. Can not remove a virtual network with leases in use",
    "IN_USE",
  ],
  [2048, "[one.vn.reserve] Not enough free addresses in an address range", "NO_FREE_LEASE"],
  [2048, "[one.vm.resize] Not enough memory: 99999999/16777216", "WRONG_STATE"],
  [2048, "[one.image.allocate] Not enough space in datastore", "WRONG_STATE"],
  [
    2048,
    "[one.image.chtype] Cannot change image type to an incompatible type for the current datastore.",
    "INVALID_REQUEST",
  ],
  [2048, "[one.vm.disksnapshotrevert] Disk id (0) or snapshot id (9) is not valid.", "INVALID_REQUEST"],
  [2048, "[one.vm.snapshotrevert] Could not revert VM 1 to snapshot 9, it does not exist.", "INVALID_REQUEST"],
  [8192, "[one.user.login] Could not find token", "INVALID_REQUEST"],
  [8192, "[one.user.login] Cannot create a full token with a specific group token", "FORBIDDEN"],
  [8192, "[one.vm.allocate] Cannot get IP/MAC lease from virtual network 0.", "NO_FREE_LEASE"],
  [8192, "[one.vm.allocate] DISK 0: Image with ID: 99 does not exist", "INVALID_REQUEST"],
  [8192, "[one.vm.allocate] DISK 0: Cannot acquire image 3, it is in state: ERROR", "WRONG_STATE"],
  [8192, "[one.vm.allocate] DISK 0: Cannot acquire image 1, it is persistent and already in use", "IN_USE"],
  [8192, "[one.vm.allocate] CONTEXT Image '3' not in READY state.", "LOCKED"],
  [8192, "[one.vm.allocate] Error parsing: $FILE[IMAGE_ID=3]. User not authorize to use image.", "FORBIDDEN"],
  [8192, "[one.vm.allocate] Error parsing: $FILE[IMAGE_ID=99]. Image with ID: 99 does not exist", "INVALID_REQUEST"],
  [8192, "[one.vm.allocate] Only images of type CONTEXT can be used in FILE_DS attribute.", "INVALID_REQUEST"],
  [8192, "[one.image.clone] Cannot clone image in current state", "WRONG_STATE"],
  [8192, "[one.vm.allocate] Virtual network with ID: 99 does not exist", "INVALID_REQUEST"],
  [8192, "[one.vm.allocate] Parse error: syntax error, unexpected $end at line 1, columns 3:4", "INVALID_REQUEST"],
  [8192, "[one.vn.allocate] NAME is already taken by NET 3.", "NAME_TAKEN"],
  [8192, "[one.image.persistent] Could not make image persistent: Image cannot be in state USED.", "WRONG_STATE"],
  [
    8192,
    "[one.image.delete] Image locked, use --force flag to remove the image. Force delete may leave some files on Datastore",
    "LOCKED",
  ],
  [8192, "[one.vm.disksaveas] VM has to be RUNNING, POWEROFF or SUSPENDED to save disks.", "WRONG_STATE"],
  [8192, "[one.vm.disksaveas] Cannot use DISK. DISK does not exist.", "INVALID_REQUEST"],
  [8192, "[one.image.allocate] Cannot parse image SIZE: File not found", "INVALID_REQUEST"],
  [8192, "[one.vm.x] something never seen", "ONED_FAILED"],
  [8192, "[one.image.allocate] NAME of the image cannot be empty", "INVALID_REQUEST"],
  [8192, "[one.vm.allocate] User 2 does not own a network with name: lan", "INVALID_REQUEST"],
  [8192, "[one.vm.allocate] User 2 does not own an image with name: debian", "INVALID_REQUEST"],
  [8192, "[one.image.clone] Cannot clone an image in state ERROR", "WRONG_STATE"],
  [8192, "[one.vm.disksnapshotrevert] Snapshot id (9) is not valid", "INVALID_REQUEST"],
  [8192, "[one.vm.x] It is not valid. Look at the log of the driver.", "ONED_FAILED"],
  [8192, "[one.vm.diskresize] Resize is not supported", "INVALID_REQUEST"],
  [8192, "[one.vm.diskresize] Resize is not supported by the driver at the moment", "ONED_FAILED"],
  [512, "[one.vn.update] User [2] : User is not authorized to use the requested VLAN_ID", "RESTRICTED_ATTRIBUTE"],
  [512, "[one.vm.x] User [2] : The restricted attribute MAC cannot be read.", "FORBIDDEN"],
  [512, "[one.vm.x] User [2] : User is not authorized to use the requested VLAN_ID today.", "FORBIDDEN"],
  [16384, "[one.image.allocate] Error allocating a new image. NAME is already taken by IMAGE 3.", "NAME_TAKEN"],
  [16384, "[one.image.allocate] Error allocating a new image. Unknown type ", "INVALID_REQUEST"],
  [16384, "[one.image.clone] Error allocating a new image. Cannot clone image in state: USED", "WRONG_STATE"],
  [32768, "[one.vm.action] locked", "LOCKED"],
  [-500, "Unexpected error executing code for particular method", "ONED_DAMAGED_ANSWER"],
  [-503, "Call XML not a proper XML-RPC call.", "INVALID_CHARACTER"],
  [-506, "Method 'one.nothing.here' not defined", "NOT_SUPPORTED"],
  [-501, "Not enough parameters", "ONED_FAILED"],
];

describe("what oned answers becomes", () => {
  test.each(CASES)("%i %s -> %s", (code, message, expected) => {
    expect(answerError(code, message).code as string).toBe(expected);
  });

  test("a sentence without the method and the user's number", () => {
    expect(answerError(512, "[one.vm.info] User [3] : Not authorized to perform USE VM [0].").message).toBe(
      "Not authorized to perform USE VM [0].",
    );
  });

  test("a sentence without blanks around it", () => {
    expect(answerError(512, "[one.vm.info] User [3]  :  Not authorized. \n").message).toBe("Not authorized.");
    expect(answerError(512, "[one.vm.info]User [3]:Not authorized.").message).toBe("Not authorized.");
  });

  test("a disk that does not exist, with or without its number", () => {
    for (const sentence of [
      "disk does not exist",
      "disk with DISK_ID 12, it does not exist",
      "disk_id does not exist",
    ]) {
      expect([sentence, answerError(512, sentence).code]).toEqual([
        sentence,
        answerError(512, "VM disk does not exist").code,
      ]);
    }
  });

  test("a quota error that names the quota and its limit", () => {
    const error = answerError(512, "[one.vm.allocate] User [2] : user [2] limit of 2 reached for VMS quota in VM.");
    expect(error.message).toBe("The quota VMS of VM would be exceeded: its limit is 2.");
    expect(error.hint).toContain("/user/-1");
  });

  test.each([
    ["limit of 12 reached for VMS quota in VM.", "The quota VMS of VM would be exceeded: its limit is 12."],
    ["limit of 12 reached for VMS quota in VM", "The quota VMS of VM would be exceeded: its limit is 12."],
    ["limit of 0.5 reached for CPU quota.", "The quota CPU would be exceeded: its limit is 0.5."],
    ["limit of 0.5 reached for CPU quota", "The quota CPU would be exceeded: its limit is 0.5."],
  ])("%j: the quota, whose it is, and its limit in full", (wording, message) => {
    expect(answerError(512, `[one.vm.allocate] User [2] : user [2] ${wording}`).message).toBe(message);
  });

  test.each(["restricted attribute MAC.", "restricted attribute: MAC", "not authorized to use the requested MAC."])(
    "%j: the attribute by its full name",
    (wording) => {
      const error = answerError(512, `[one.vm.allocate] User [2] : This is ${wording}`);
      expect(error.message).toBe("OpenNebula keeps the attribute MAC for administrators.");
    },
  );

  test("a name that is taken, with the object that has it and what to do", () => {
    const error = answerError(8192, "[one.image.allocate] Error allocating. NAME is already taken by IMAGE 123.");
    expect(error.message).toBe("NAME is already taken by IMAGE 123.");
    expect(error.hint).toBe("Choose another NAME.");
    expect(answerError(2048, "[one.image.rename] it collides with image 4").hint).toBe("Choose another NAME.");
  });

  test("an error without a code of its own keeps oned's words", () => {
    expect(answerError(0, "[one.vm.x] odd").message).toBe("odd");
  });

  test("for the moment only: told when to try again", () => {
    const error = answerError(2048, "[one.vm.action] Could not terminate VM 7, wrong state PROLOG.");
    expect([error.status, error.retryAfter]).toEqual([409, 5]);
  });
});

test.each([
  ["[one.user.login] Could not find token: 29ac10293bcb410b7787271e758674bc1b6cc051f3ba41a46c362affba847a69", "29ac"],
  ["[one.user.login] Could not find token: my own. token", "own"],
  ["[one.image.allocate] Cannot copy http://alice:sesame@files.example.org/x.img", "sesame"],
  ['[one.image.allocate] Cannot copy "http://alice:sesame@files.example.org/x.img"', "sesame"],
  ["http://alice:sesame@files.example.org/x.img", "sesame"],
  ["[one.user.chauth] Strange: 5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8 is no hash", "5BAA"],
])("a secret in %j is not repeated", (sentence, secret) => {
  for (const code of [512, 1024, 2048, 8192, -503]) {
    const error = answerError(code, sentence);
    expect([error.message, error.hint, String(error.cause)].join(" ")).not.toContain(secret);
  }
});

test("oned's words come without the method and the user in front of them, and without blanks around", () => {
  expect(plain("[one.vm.info]  User [123] : Not now. \n")).toBe("Not now.");
  expect(plain("The name [x] belongs to User [1] : no")).toBe("The name [x] belongs to User [1] : no");
  expect(plain(" Not now.")).toBe("Not now.");
});

test("what is around a secret stays", () => {
  expect(plain(`Strange: ${"5BAA61E4".repeat(5)} is no hash`)).toBe("Strange: [hidden] is no hash");
  expect(answerError(8192, "[one.user.login] Could not find token: 29ac").message).toBe("Could not find token.");
  expect(answerError(8192, "[one.image.allocate] Cannot copy http://a:b@files.example.org/x.img").message).toContain(
    "Cannot copy http://[hidden]@files.example.org/x.img",
  );
  expect(answerError(8192, "[one.image.allocate] Cannot copy http://files.example.org/a:b@c").message).toContain(
    "a:b@c",
  );
});
