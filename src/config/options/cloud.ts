/** Options of what users create. */
import { duration, hosts, id, idOrNone, name, path, size, yesNo } from "../value-types.ts";
import type { OptionTable } from "./option.ts";

export const MACHINES = {
  TEMPLATE_LOCATION: {
    type: path,
    fallback: undefined,
    shownDefault: "occi_templates beside the configuration",
    example: "/etc/one/occi_templates",
    meaning:
      "Directory of the templates. For a template that is not in it, the built-in one is used: occi-server template print.",
  },
  CONTEXT_VARIABLES: {
    type: yesNo,
    fallback: "no",
    meaning:
      "Whether values of CONTEXT can contain variables of OpenNebula such as $NETWORK. With no, such values are refused.",
  },
} as const satisfies OptionTable;

export const NETWORKS = {
  BRIDGE: {
    type: name,
    fallback: undefined,
    example: "br0",
    meaning: "Bridge of new networks on the hosts.",
  },
  NETWORK_DRIVER: { type: name, fallback: "bridge", meaning: "Driver of new networks (VN_MAD)." },
  CLUSTER_ID: { type: idOrNone, fallback: "-1", meaning: "Id of the cluster of new networks; -1 is oned's default." },
  NETWORK_FROM: {
    type: id,
    fallback: undefined,
    example: "0",
    meaning:
      "Id of a network from which new networks are reserved; ordinary users of OpenNebula 7 cannot create networks in any other way. ADDRESS of a new network must lie in one of its ranges.",
  },
} as const satisfies OptionTable;

export const IMAGES = {
  DATASTORE_ID: { type: id, fallback: "1", meaning: "Id of the datastore of new images." },
  FILES_DATASTORE_ID: {
    type: id,
    fallback: "2",
    meaning: "Id of the datastore of new kernels, ramdisks and context files.",
  },
  IMAGE_DIR: {
    type: path,
    fallback: "/var/tmp/occi-server",
    meaning:
      "Directory where uploads wait until oned has copied them, used for nothing else. It must lie inside SAFE_DIRS of OpenNebula's datastores.",
  },
  UPLOAD_LIMIT: {
    type: size("1M", undefined, "G"),
    fallback: "100G",
    meaning: "Largest image that can be uploaded; a larger one is refused (413).",
  },
  UPLOAD_KEEP: {
    type: duration("1m"),
    fallback: "24h",
    meaning: "Longest time that an upload is kept while oned copies it; then the file is removed from IMAGE_DIR.",
  },
  UPLOAD_URLS: {
    type: hosts,
    fallback: "none",
    example: '"images.example.org mirror.example.org:8080"',
    meaning:
      "Hosts that an http(s) URL of a new image may name, separated by blanks; oned fetches the image from there.",
  },
} as const satisfies OptionTable;
