/** The state that the recordings of a real oned begin with. */
import { addBasics, addDatastore, addImage, addUsers, addVmTemplate, addVnet, PUBLIC } from "./seed.ts";
import { instantiate } from "./vm/instantiate.ts";
import type { World } from "./world.ts";

const SMALL =
  'CPU="0.5"\nMEMORY="512"\nVCPU="1"\nDESCRIPTION="small instance"\nOS=[ARCH="x86_64"]\nDISK=[IMAGE_ID="0"]\nNIC=[NETWORK_ID="0"]\nGRAPHICS=[TYPE="VNC",LISTEN="127.0.0.1"]\nCONTEXT=[NETWORK="YES",SSH_PUBLIC_KEY="$USER[SSH_PUBLIC_KEY]"]';
const LARGE =
  'CPU="2"\nMEMORY="4096"\nVCPU="4"\nDESCRIPTION="large instance"\nOS=[ARCH="x86_64"]\nDISK=[IMAGE_ID="0",SIZE="20480"]\nDISK=[TYPE="fs",FORMAT="ext4",SIZE="2048"]\nNIC=[NETWORK_ID="0"]\nNIC=[NETWORK_ID="1"]\nCONTEXT=[NETWORK="YES"]';

/** The state that the recordings begin with. */
export function recordingSeed(world: World): void {
  addBasics(world);
  const { admin, alice, bob } = addUsers(world);
  const driver = { driver: "dummy", transferDriver: "dummy" };
  addDatastore(world, {
    id: 100,
    name: "dummy_system",
    type: "SYSTEM",
    driver: "-",
    transferDriver: "dummy",
    totalMb: 4_796_800,
    usedMb: 1_429_920,
  });
  addDatastore(world, { id: 101, name: "dummy_images", type: "IMAGE", ...driver, totalMb: 20_480 });
  world.systemDatastore = 100;
  world.hosts.push(
    { id: 0, name: "dummy01", memory: 16_384, cpu: 8 },
    { id: 1, name: "dummy02", memory: 16_384, cpu: 8 },
  );
  addImage(
    world,
    admin,
    'NAME="debian-12"\nPATH="/srv/debian-12.qcow2"\nDESCRIPTION="Debian 12 cloud image"',
    101,
    PUBLIC,
  );
  addImage(world, alice, 'NAME="alice-data"\nTYPE="DATABLOCK"\nSIZE="512"\nPERSISTENT="YES"', 101);
  addImage(world, admin, 'NAME="rescue-cd"\nTYPE="CDROM"\nPATH="/srv/rescue.iso"', 101, PUBLIC);
  addVnet(
    world,
    admin,
    'NAME="private"\nVN_MAD="dummy"\nBRIDGE="br0"\nNETWORK_ADDRESS="10.0.0.0"\nNETWORK_MASK="255.255.0.0"\nGATEWAY="10.0.0.1"\nDNS="10.0.0.1"\nAR=[TYPE="IP4",IP="10.0.0.2",SIZE="256"]',
    PUBLIC,
  );
  addVnet(
    world,
    admin,
    'NAME="dual"\nVN_MAD="dummy"\nBRIDGE="br1"\nVLAN_ID="42"\nAR=[TYPE="IP4_6",IP="192.168.100.10",SIZE="100",GLOBAL_PREFIX="2001:db8:1:2::",ULA_PREFIX="fd00:1:2:3::"]',
    PUBLIC,
  );
  addVmTemplate(world, admin, `NAME="small"\n${SMALL}`, PUBLIC);
  addVmTemplate(world, admin, `NAME="large"\n${LARGE}`, PUBLIC);
  for (const [caller, template, name, hold] of [
    [alice, 0, "alice-web", false],
    [alice, 1, "alice-db", false],
    [bob, 0, "bob-vm", false],
    [alice, 0, "alice-held", true],
  ] as const) {
    instantiate(world, caller, template, { name, hold, extra: "", persistent: false });
    world.clock.settle();
  }
}
