/** The type identifiers of the OGF's documents (GFD.221, GFD.224) and of those that clients use beside them. */

/** Reserved: nobody but the OGF names anything in it (GFD.221, Category). */
export const OGF_BASE = "http://schemas.ogf.org/occi/";

export const CORE_SCHEME = `${OGF_BASE}core#`;
export const INFRASTRUCTURE_SCHEME = `${OGF_BASE}infrastructure#`;

export const ENTITY = `${CORE_SCHEME}entity`;
export const RESOURCE = `${CORE_SCHEME}resource`;
export const LINK = `${CORE_SCHEME}link`;

export const COMPUTE = `${INFRASTRUCTURE_SCHEME}compute`;
export const NETWORK = `${INFRASTRUCTURE_SCHEME}network`;
export const STORAGE = `${INFRASTRUCTURE_SCHEME}storage`;
export const NETWORK_INTERFACE = `${INFRASTRUCTURE_SCHEME}networkinterface`;
export const STORAGE_LINK = `${INFRASTRUCTURE_SCHEME}storagelink`;

export const IP_NETWORK = `${OGF_BASE}infrastructure/network#ipnetwork`;
export const IP_NETWORK_INTERFACE = `${OGF_BASE}infrastructure/networkinterface#ipnetworkinterface`;
export const OS_TPL = `${INFRASTRUCTURE_SCHEME}os_tpl`;
export const RESOURCE_TPL = `${INFRASTRUCTURE_SCHEME}resource_tpl`;
export const SSH_KEY = `${OGF_BASE}infrastructure/credentials#ssh_key`;
export const USER_DATA = `${OGF_BASE}infrastructure/compute#user_data`;

export const COMPUTE_ACTION_SCHEME = `${OGF_BASE}infrastructure/compute/action#`;
export const NETWORK_ACTION_SCHEME = `${OGF_BASE}infrastructure/network/action#`;
export const STORAGE_ACTION_SCHEME = `${OGF_BASE}infrastructure/storage/action#`;

/** BACKUP, SNAPSHOT and RESIZE are of 1.1 only. */
export const ACTIONS = {
  START: `${COMPUTE_ACTION_SCHEME}start`,
  STOP: `${COMPUTE_ACTION_SCHEME}stop`,
  RESTART: `${COMPUTE_ACTION_SCHEME}restart`,
  SUSPEND: `${COMPUTE_ACTION_SCHEME}suspend`,
  SAVE: `${COMPUTE_ACTION_SCHEME}save`,
  UP: `${NETWORK_ACTION_SCHEME}up`,
  DOWN: `${NETWORK_ACTION_SCHEME}down`,
  ONLINE: `${STORAGE_ACTION_SCHEME}online`,
  OFFLINE: `${STORAGE_ACTION_SCHEME}offline`,
  BACKUP: `${STORAGE_ACTION_SCHEME}backup`,
  SNAPSHOT: `${STORAGE_ACTION_SCHEME}snapshot`,
  RESIZE: `${STORAGE_ACTION_SCHEME}resize`,
} as const;

/** The mixins in common use before 1.2 had SSH_KEY and USER_DATA. */
export const OPENSTACK_KEY = "http://schemas.openstack.org/instance/credentials#public_key";
export const OPENSTACK_USER_DATA = "http://schemas.openstack.org/compute/instance#user_data";

/** These come from rOCCI 2.x; no document of the OGF has them. */
export const IP_RESERVATION = `${INFRASTRUCTURE_SCHEME}ipreservation`;
export const SECURITY_GROUP = `${INFRASTRUCTURE_SCHEME}securitygroup`;
export const SECURITY_GROUP_LINK = `${INFRASTRUCTURE_SCHEME}securitygrouplink`;
export const AVAILABILITY_ZONE = `${INFRASTRUCTURE_SCHEME}availability_zone`;
export const FLOATING_IP_POOL = "http://schemas.openstack.org/network#floatingippool";
