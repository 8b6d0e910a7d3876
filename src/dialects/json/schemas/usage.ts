/** Usage and costs of machines. */
import { Type } from "@sinclair/typebox";
import { nullable, object, text, time } from "./parts.ts";

const hours = (what: string) => Type.Number({ minimum: 0, description: `${what}.` });

const CONSUMPTION = {
  cpuHours: hours("CPUs times hours"),
  memoryGiBHours: hours("GiB of memory times hours"),
  diskGiBHours: hours("GiB of disk times hours"),
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
  "The usage of a machine, which may be gone by now; its cost is that of all `months`.",
);

const MonthCost = object("MonthCost", { month: text("`2026-11`."), cost: Cost }, "The cost of a whole month.");

export const Usage = object(
  "Usage",
  {
    from: time("When the time begins"),
    to: time("When the time ends"),
    total: object(
      "TotalUsage",
      { ...CONSUMPTION, cost: ofMonths },
      "The sum of all days; its cost is that of all `months`.",
    ),
    days: Type.Array(DayUsage),
    machines: Type.Array(MachineUsage),
    months: Type.Array(MonthCost, {
      description:
        "The months that the time touches, each as a whole, as far as the administrator has had showback calculated.",
    }),
  },
  "The usage of the user's machines: from when they came to a host until they left it, whether they ran or not, as OpenNebula counts.",
);
