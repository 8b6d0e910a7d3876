/** The documents of the API by short names. */
import type { components } from "./api-types.ts";

type Schemas = components["schemas"];
export type Machine = Schemas["Machine"];
export type MachineState = Machine["state"];
export type MachineAction = Machine["actions"][number];
export type Me = Schemas["Me"];
export type Quotas = Schemas["Quotas"];
export type Quota = Schemas["Quota"];
export type Template = Schemas["Template"];
export type Image = Schemas["Image"];
export type ScreenAccess = Schemas["ScreenAccess"];
export type Network = Schemas["Network"];
export type Usage = Schemas["Usage"];
export type Token = Schemas["Token"];
export type Welcome = Schemas["Welcome"];
export type NewMachine = Schemas["NewMachine"];
export type MachinePatch = Schemas["MachinePatch"];
export type Input = Schemas["Input"];
export type Size = Schemas["Size"];
export type Disk = Schemas["Disk"];
export type Nic = Schemas["Nic"];
export type Snapshot = Schemas["Snapshot"];
export type Metrics = Schemas["Metrics"];
export type NewImage = Schemas["NewImage"];
