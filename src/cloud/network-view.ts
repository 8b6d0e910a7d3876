/** From oned's network to the model's Network. */

import type { Network } from "../model.ts";
import type { Vnet } from "../opennebula/vnet.ts";

/** The network as clients see it: the first address of its ranges, and the sum of their sizes. */
export function networkView(vnet: Vnet): Network {
  const [first] = vnet.ranges;
  const address = first?.ip ?? first?.ip6;
  return {
    id: vnet.id,
    name: vnet.name,
    user: { id: vnet.uid, name: vnet.uname },
    group: vnet.gname,
    ...(vnet.description !== undefined && { description: vnet.description }),
    ...(address !== undefined && { address }),
    ...(first !== undefined && { size: vnet.ranges.reduce((sum, range) => sum + range.size, 0) }),
    usedLeases: vnet.usedLeases,
    public: vnet.public,
    state: vnet.state,
    ...(vnet.error !== undefined && { error: vnet.error }),
  };
}
