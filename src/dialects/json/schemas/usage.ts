/** Usage and costs of machines. */
import { Type } from "@sinclair/typebox";
import { nullable, object, text, time } from "./parts.ts";

const hours = (what: string) => Type.Number({ minimum: 0, description: `${what}.` });

const CONSUMPTION = {
  cpuHours: hours("CPU hours"),
  memoryGiBHours: hours("GiB hours of memory"),
  diskGiBHours: hours("GiB hours of disk"),
};

const Cost = object(
  "Cost",
  { cpu: Type.Number(), memory: Type.Number(), disk: Type.Number(), total: Type.Number() },
  "Costs that showback has calculated, in the currency of the cloud.",
);

const ofMonths = nullable(Cost);

const DayUsage = object(
  "DayUsage",
  { date: text("The day, in UTC: `2026-11-30`."), ...CONSUMPTION },
  "The usage of a day.",
);

const MachineUsage = object(
  "MachineUsage",
  { id: Type.Integer({ minimum: 0 }), name: Type.String(), ...CONSUMPTION, cost: ofMonths },
  "The usage of a machine, which might no longer exist; its cost covers all `months`.",
);

const MonthCost = object("MonthCost", { month: text("`2026-11`."), cost: Cost }, "The cost of a whole month.");

export const Usage = object(
  "Usage",
  {
    from: time("When the period begins"),
    to: time("When the period ends"),
    total: object(
      "TotalUsage",
      { ...CONSUMPTION, cost: ofMonths },
      "The total of all days; its cost covers all `months`.",
    ),
    days: Type.Array(DayUsage),
    machines: Type.Array(MachineUsage),
    months: Type.Array(MonthCost, {
      description:
        "The months that overlap the period, each as a whole, provided that the administrator has had showback calculated.",
    }),
  },
  "The usage of the user's machines, as OpenNebula counts it: from their placement on a host until they left it, whether or not they were running.",
);
