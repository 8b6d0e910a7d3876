/** A cloud of several users, with objects of each of them that are closed and open in every usual way. */
import { addBasics, addImage, addVm, addVmTemplate, addVnet, callerOf, PUBLIC } from "../../oned-sim/seed.ts";
import { addUser } from "../../oned-sim/users/users.ts";
import type { World } from "../../oned-sim/world.ts";

/** Two of one group, one of another, and an administrator. */
export const USERS = ["alice:alicepass", "bob:bobpass", "carol:carolpass", "oneadmin:opennebula"] as const;
export type Login = (typeof USERS)[number];
export const ADMIN = "oneadmin:opennebula";

/** Of owner, group and others. */
export const PERMISSIONS = ["600", "640", "660", "644", "666", "777"].map((octal) =>
  [...octal].flatMap((digit) => [4, 2, 1].map((bit) => ((Number(digit) & bit) === 0 ? 0 : 1))),
);
/** Of each kind there is one object of alice, bob and oneadmin with each of the permissions. */
export const OBJECTS = Array.from({ length: 3 * PERMISSIONS.length }, (_, id) => id);
export const MISSING = 4711;

/** Seeds a stand-in. */
export function seed(world: World): void {
  addBasics(world);
  world.groups.set(100, "guests");
  const admin = callerOf(world.user(0));
  const alice = callerOf(addUser(world, "alice", "alicepass"));
  const bob = callerOf(addUser(world, "bob", "bobpass"));
  addUser(world, "carol", "carolpass", "core", [100]);
  world.hosts.push({ id: 0, name: "node", memory: 1_000_000, cpu: 1000 });
  const owners = [alice, bob, admin].flatMap(({ user }) =>
    PERMISSIONS.map((permissions, index) => ({ user, permissions, name: `${user.name}-${index}` })),
  );
  const image = (name: string) =>
    addImage(world, admin, `NAME="${name}"\nTYPE="OS"\nSIZE="10"\nFORMAT="raw"\nSOURCE="/images/${name}"`, 1, PUBLIC);
  const network = (name: string, third: number) =>
    addVnet(
      world,
      admin,
      `NAME="${name}"\nVN_MAD="bridge"\nBRIDGE="b"\nAR=[TYPE="IP4",IP="10.0.${third}.1",SIZE="50"]`,
      PUBLIC,
    );
  for (const [id, { name }] of owners.entries()) {
    image(name);
    network(name, id);
  }
  // What the machines use: of the others each can be deleted.
  const devices = `DISK=[IMAGE_ID="${image("used")}"]\nNIC=[NETWORK_ID="${network("used", 200)}"]`;
  for (const [id, { user, permissions, name }] of owners.entries()) {
    addVm(world, admin, `NAME="${name}"\nCPU="0.1"\nMEMORY="64"\nINSTANCE_TYPE="small"\n${devices}`);
    addVmTemplate(world, admin, `NAME="${name}"\nCPU="0.1"\nMEMORY="64"`, PUBLIC);
    for (const pool of [world.images, world.vnets, world.vms, world.vmTemplates]) {
      const object = pool.get(id);
      if (object === undefined) throw new Error(`no object ${id}`);
      Object.assign(object, { uid: user.id, gid: user.gid, permissions: [...permissions] });
    }
  }
  world.clock.settle();
  world.changed();
}
