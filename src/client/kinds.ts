/** The kinds of resources, their paths and elements on the wire. */
export const KINDS = {
  compute: { path: "/compute", element: "COMPUTE", noun: "machine" },
  network: { path: "/network", element: "NETWORK", noun: "network" },
  storage: { path: "/storage", element: "STORAGE", noun: "image" },
  "instance-type": { path: "/instance_type", element: "INSTANCE_TYPE", noun: "instance type" },
  user: { path: "/user", element: "USER", noun: "user" },
} as const;
export type Kind = keyof typeof KINDS;
