/** Texts of many screens. */
export const common = {
  loading: "Loading…",
  close: "Close",
  cancel: "Cancel",
  required: "required",
  tryAgain: "Try again",
  copy: "Copy",
  copyValue: (value: string) => `Copy ${value}`,
  copied: (value: string) => `${value} was copied`,
  requestId: (id: string) => `For the administrator: request ${id}`,
  help: "Help",
  skip: "Skip to the content",
  whose: "Show",
  delete: "Delete",
  deleteTitle: (name: string) => `Delete ${name}?`,
  inUseTitle: (name: string) => `${name} is in use`,
  machinesOfOthers: (count: number) => (count === 1 ? "a machine of another user" : `${count} machines of other users`),
  rename: "Rename",
  renameTitle: (name: string) => `Rename ${name}`,
  name: "Name",
  description: "Description",
  save: "Save",
  changed: (name: string) => `${name} was changed`,
  deleted: (name: string) => `${name} was deleted`,
};

export const navigation = {
  label: "Pages",
  machines: "Machines",
  new: "New",
  images: "Images",
  networks: "Networks",
  usage: "Usage",
  account: "Account",
};

export const keys = {
  title: "Keys",
  search: "Search (/)",
  searchNote: "Search in the list",
  newNote: "New machine",
  helpNote: "This list",
  escapeNote: "Close a dialog or menu",
};

export const errors = {
  offline: "The server does not answer.",
  offlineHint: "The page shows the last answer and keeps trying.",
  other: (code: string) => `The server answered with an error: ${code}.`,
  notFoundTitle: "Page not found",
  notFound: "The address might be mistyped, or the page no longer exists.",
  home: "Go to the machines",
  outdated: "The server has been updated. Reload the page.",
  reload: "Reload",
};
