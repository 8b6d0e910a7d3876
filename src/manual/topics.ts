/** The pages of the manual: their names, as they are typed after `help`, and what each is about. */
export const TOPICS = {
  "getting-started": "try it, install it, give users their rights",
  configuration: "every option of occi-server.conf",
  running: "stop, upgrade, health, log, load, attack, several servers, several oneds",
  "certificates-and-logins": "HTTPS, renewal, ACME, client certificates, second factor, proxies",
  templates: "the sizes of machines, and their OpenNebula templates",
  "moving-over": "from the OCCI service of OpenNebula 2.0 to 4.6",
  clients: "occi-compute and the other commands",
  "opennebula-xml": "the interface in OpenNebula's XML",
  ogf: "the interface of the OGF's OCCI 1.2",
  "ogf-sessions": "whole sessions in OCCI 1.2 that you can paste",
  api: "the JSON API for programs: /api/v1",
  console: "the web page for users: setup, sessions, security",
  screen: "the screens of machines, in a browser and for VNC viewers",
  errors: "every error code, and what to do about it",
  limits: "the limits of the server",
  security: "how to report a vulnerability, and what counts as one",
  "release-notes": "the changes of each release",
} as const satisfies Readonly<Record<string, string>>;

export type Topic = keyof typeof TOPICS;
