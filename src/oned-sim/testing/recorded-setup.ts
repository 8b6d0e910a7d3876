/** What the recordings do not show, but rest on: calls that were not recorded, and when others were made. */
import { Attributes } from "../attributes.ts";
import type { OnedSim } from "../index.ts";
import type { User, Vm } from "../records.ts";
import { addImage, addVm, callerOf } from "../seed.ts";
import { parseTemplate } from "../template.ts";
import type { Caller } from "../users/permissions.ts";
import { finish, pend, setState } from "../vm/life.ts";
import { allocateTemplate } from "../vm/new.ts";
import { allocate as allocateVnet } from "../vnet/vnet.ts";

type Setup = (sim: OnedSim) => void;

function user(sim: OnedSim, name: string): User {
  const found = [...sim.world.users.values()].find((one) => one.name === name);
  if (found === undefined) throw new Error(`no user ${name}`);
  return found;
}

function caller(sim: OnedSim, name: string): Caller {
  return callerOf(user(sim, name));
}

function vm(sim: OnedSim, id: number): Vm {
  const found = sim.world.vms.get(id);
  if (found === undefined) throw new Error(`no VM ${id}`);
  return found;
}

/** The VM and the image that the attach calls are about. */
function attachable(sim: OnedSim): void {
  const alice = caller(sim, "alice");
  addImage(sim.world, alice, 'NAME="blk"\nTYPE="DATABLOCK"\nSIZE="100"', 101);
  addVm(sim.world, alice, 'NAME="disks"\nCPU="0.1"\nMEMORY="64"\nDISK=[IMAGE_ID="0"]\nNIC=[NETWORK_ID="0"]');
}

function oneDisk(name: string): Setup {
  return (sim) => {
    addVm(sim.world, caller(sim, "alice"), `NAME="${name}"\nCPU="0.1"\nMEMORY="64"\nDISK=[IMAGE_ID="0"]`);
  };
}

function atRest(id: number, state: "POWEROFF"): Setup {
  return (sim) => setState(sim.world, vm(sim, id), state);
}

/** Limits of quotas, which only `one.user.quota` sets. */
function limits(name: string, set: (user: User) => void): Setup {
  return (sim) => {
    set(user(sim, name));
    sim.world.changed();
  };
}

function locked(wanted: boolean): Setup {
  return (sim) => {
    vm(sim, 0).locked = wanted;
    sim.world.changed(vm(sim, 0));
  };
}

/** A VM that is seen on its way. */
function onTheWay(text: string): Setup {
  return (sim) => {
    allocateTemplate(sim.world, caller(sim, "alice"), Attributes.from(parseTemplate(text)), false);
  };
}

function inTurn(...setups: readonly Setup[]): Setup {
  return (sim) => {
    for (const setup of setups) setup(sim);
  };
}

/** Done before the call of the name. */
export const BEFORE: Readonly<Record<string, Setup>> = {
  "auth.token.expired": (sim) => {
    const soon = sim.world.clock.seconds() + 5;
    const alice = user(sim, "alice");
    alice.tokens = alice.tokens.map((token) =>
      token.expires > soon || token.expires < 0 ? token : { ...token, expires: soon - 10 },
    );
  },
  "user.info.two-groups": (sim) => {
    sim.world.groups.set(100, "physics");
    user(sim, "alice").groups = [1, 100];
    sim.world.changed();
  },
  "vmpool.info.mine": (sim) => {
    user(sim, "alice").groups = [1];
    sim.world.changed();
  },
  "vm.allocate.quota-ok": limits("bob", ({ limits: one }) => {
    one.vm = { VMS: 2, CPU: -2, MEMORY: -2, SYSTEM_DISK_SIZE: -2 };
  }),
  "vm.allocate.quota-memory": limits("bob", ({ limits: one }) => {
    one.vm = { VMS: -2, CPU: -2, MEMORY: 700, SYSTEM_DISK_SIZE: -2 };
  }),
  "vm.allocate.quota-network": limits("bob", ({ limits: one }) => {
    one.vm = {};
    one.networks.set(0, { LEASES: 1 });
  }),
  "vm.allocate.unplaceable": limits("bob", ({ limits: one }) => {
    one.networks.clear();
  }),
  "vm.attach.ok": attachable,
  "vm.attach.driver-fails": (sim) => sim.failNext("attach"),
  "vm.disksnapshotcreate.ok": oneDisk("snaps"),
  "vm.disksnapshotcreate.poweroff": atRest(17, "POWEROFF"),
  "vm.disksnapshotrevert.ok": (sim) => {
    const snapshots = vm(sim, 17).diskSnapshots.get(0);
    if (snapshots !== undefined) {
      snapshots.list = snapshots.list.map((one) => (one.id === 0 ? { ...one, name: "base" } : one));
    }
  },
  "vm.diskresize.ok": oneDisk("resize"),
  "vm.action.locked": locked(true),
  "vm.info.locked": locked(true),
  "vm.schedadd.ok": locked(false),
  "vm.allocate.will-fail-boot": (sim) => sim.failNext("boot"),
  "vm.info.prolog-failure": (sim) => {
    sim.failNext("prolog");
    oneDisk("prologfail")(sim);
  },
  "vm.action.suspend-driver-fails": (sim) => sim.failNext("save"),
  "vm.resize.poweroff": atRest(18, "POWEROFF"),
  "vm.info.migrated": (sim) => {
    pend(sim.world, vm(sim, 3));
    sim.settle();
  },
  "vm.info.prolog": inTurn(onTheWay('NAME="slow"\nCPU="0.1"\nMEMORY="64"\nDISK=[IMAGE_ID="0"]'), (sim) =>
    sim.advance(),
  ),
  "vm.info.cloning": onTheWay('NAME="cloning"\nCPU="0.1"\nMEMORY="64"\nDISK=[IMAGE_ID="5"]'),
  "image.allocate.datablock": (sim) => finish(sim.world, vm(sim, 22)),
  "vn.info.locked": (sim) => {
    // On 7.4 an administrator made the network and gave it to alice, who cannot make one herself.
    if (sim.world.release !== "7.4") return;
    const asAdmin: Caller = { user: user(sim, "alice"), token: { token: "", expires: -1, egid: 0 } };
    allocateVnet(
      sim.world,
      asAdmin,
      'NAME="mynet"\nVN_MAD="dummy"\nBRIDGE="br9"\nAR=[TYPE="IP4",IP="10.1.0.1",SIZE="10"]',
      -1,
    );
  },
  "image.allocate.will-fail": (sim) =>
    sim.failNext("image", "ERROR MESSAGE --8<------ dummy datastore: cp failed ERROR MESSAGE ------>8--"),
  "image.allocate.quota-size": limits("alice", ({ limits: one }) => {
    one.datastores.set(101, { SIZE: 1 });
  }),
  "imagepool.info.final": limits("alice", ({ limits: one }) => {
    one.datastores.clear();
  }),
};

/** Calls made while work was under way: how many steps of it are done before. Before all others it is all done. */
export const STEPS: Readonly<Record<string, number>> = {
  "vm.info.shutdown-poweroff": 0,
  "vm.action.poweroff-while-busy": 0,
  "vm.info.boot-poweroff": 0,
  "vm.info.save-suspend": 0,
  "vm.info.hotplug": 0,
  "vm.attach.while-busy": 0,
  "vm.info.hotplug-nic": 0,
  "vm.action.terminate-prolog": 0,
  "vm.action.poweroff-prolog": 0,
  "vm.info.boot": 1,
  "vm.info.epilog": 1,
  "image.info.locked": 0,
  "vm.info.cloning": 0,
  "image.delete.locked": 0,
  "vn.info.locked": 0,
  "vn.info.deleting": 0,
};
