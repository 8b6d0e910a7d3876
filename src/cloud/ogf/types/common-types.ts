/** The types that are the same for everybody: the standard's, OpenNebula's own, instance types, the configured pool. */
import type { Config } from "../../../config/config.ts";
import { type AnyCategory, EXTENSIONS, OPENSTACK, Registry, STANDARD } from "../../../dialects/ogf/index.ts";
import type { Templates } from "../../../templates/engine.ts";
import { poolMixin, sizeMixin } from "./cloud-mixins.ts";
import { OWN_MIXINS } from "./own-mixins.ts";

interface Sources {
  readonly config: Config;
  readonly templates: Pick<Templates, "capacity" | "version">;
}

function commonTypes({ config, templates }: Sources): readonly AnyCategory[] {
  const sizes = config.vmTypes.map(({ name }) => sizeMixin(config, name, templates.capacity(name)));
  const pools = config.networkFrom === undefined ? [] : [poolMixin(config, config.networkFrom)];
  return [...STANDARD, ...OPENSTACK, ...EXTENSIONS, ...OWN_MIXINS, ...sizes, ...pools];
}

/** Made once, at start. It keeps the registry until the configuration or the set of templates is another one. */
export class CommonTypes {
  #known: { readonly config: Config; readonly version: object; readonly registry: Registry } | undefined;

  /** @throws OcciError INTERNAL for a faulty template of an instance type. */
  registry({ config, templates }: Sources): Registry {
    const known = this.#known;
    const { version } = templates;
    if (known !== undefined && known.config === config && known.version === version) return known.registry;
    const registry = new Registry(commonTypes({ config, templates }));
    this.#known = { config, version, registry };
    return registry;
  }
}
