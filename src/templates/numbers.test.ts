/** What oned 6.10 and 7.4 take and refuse, tried with one.vm.allocate. */
import { expect, test } from "bun:test";
import { wrongNumbersIn } from "./numbers.ts";
import { readTemplate } from "./syntax.ts";

const said = (text: string): string[] =>
  wrongNumbersIn(readTemplate(`A = 1\n${text}\n`)).map(
    ({ severity, line, message }) => `${line} ${severity} ${message}`,
  );

const NOT_MEMORY = ["lots", "1e0", "1e3", ".5", "1024M", " ", "", "1024.5", "0", "-1", "1,5", "0x400", "12 8"];
test.each(NOT_MEMORY)("MEMORY = %j is refused", (value) => {
  expect(said(`MEMORY = "${value}"`)).toEqual(["2 error MEMORY must be a whole number of MiB"]);
});

test.each([" 1024", "+512", "01024", "99999999999"])("MEMORY = %j is taken", (value) => {
  expect(said(`MEMORY = "${value}"`)).toEqual([]);
});

const NOT_CPU = ["lots", "1M", " ", "", "0", "0.0", "-1", "1,5", "0x2", "nan", "inf"];
test.each(NOT_CPU)("CPU = %j is refused", (value) => {
  expect(said(`CPU = "${value}"`)).toEqual(["2 error CPU must be a number above 0"]);
});

test.each(["1e0", ".5", ".25", "12.5", "12.", "1.25e-1", "5.", " 1", "0.5", "+1", "1e-3", "01", "0.001"])(
  "CPU = %j is taken",
  (value) => {
    expect(said(`CPU = "${value}"`)).toEqual([]);
  },
);

test.each([
  ["DISK = [ IMAGE_ID = x ]", "2 error IMAGE_ID must be the id of an image"],
  ['DISK = [ TARGET = vda,\nIMAGE_ID = "0x" ]', "3 error IMAGE_ID must be the id of an image"],
  ['DISK = [ IMAGE_ID = "0 " ]', "2 warning OpenNebula 6.10 refuses IMAGE_ID with a blank after the number"],
  ['MEMORY = "1024 "', "2 warning OpenNebula 6.10 refuses MEMORY with a blank after the number"],
  ['CPU = "1 "', "2 warning OpenNebula 6.10 refuses CPU with a blank after the number"],
  ["DISK = [ IMAGE_ID = -1 ]", "2 error IMAGE_ID must be the id of an image"],
  ["DISK = [ IMAGE_ID = 1, SIZE = 0 ]", "2 error SIZE of a DISK must be a whole number of MiB"],
  ["DISK = [ IMAGE_ID = 1, SIZE = -5 ]", "2 error SIZE of a DISK must be a whole number of MiB"],
  [
    "DISK = [ IMAGE_ID = 1, SIZE = 10G ]",
    '2 warning SIZE of a DISK must be a whole number of MiB, and OpenNebula takes "10G" unread',
  ],
  [
    "DISK = [ IMAGE = debian, SIZE = big ]",
    '2 warning SIZE of a DISK must be a whole number of MiB, and OpenNebula takes "big" unread',
  ],
  ["NIC = [ NETWORK_ID = lan ]", "2 error NETWORK_ID must be the id of a network"],
  ["NIC = [ NETWORK_ID = -1 ]", "2 error NETWORK_ID must be the id of a network"],
])("%j", (text, expected) => {
  expect(said(text)).toEqual([expected]);
});

test.each([
  'DISK = [ IMAGE_ID = " 0" ]\nDISK = [ IMAGE_ID = "+00", SIZE = "" ]\nDISK = [ IMAGE_ID = 1, SIZE = 2000 ]',
  'NIC = [ NETWORK_ID = "0x" ]\nNIC = [ NETWORK_ID = " 0" ]\nNIC = [ NETWORK_ID = "" ]\nNIC = [ NETWORK = lan ]',
  "MEMORY = 5\nMEMORY = lots\nCPU = 1\nCPU = x",
])("%j is taken", (text) => {
  expect(said(text)).toEqual([]);
});

test.each(["IMAGE = debian", "TYPE = fs"])("a disk with %s does not need the number of an image", (other) => {
  expect(said(`DISK = [ IMAGE_ID = x, ${other} ]`)).toEqual([]);
});
