/** What screens are made of. */
export { Bar } from "./bar.tsx";
export { Button, ButtonLink } from "./button.tsx";
export { Copy } from "./copy.tsx";
export { DeleteDialog } from "./delete-dialog.tsx";
export { Confirm, Dialog } from "./dialog.tsx";
export { Field } from "./field.tsx";
export { FormDialog } from "./form-dialog.tsx";
export { Icon, type IconName } from "./icon.tsx";
export { MachineLinks } from "./machine-links.tsx";
export { memo } from "./memo.tsx";
export { Menu, type MenuItem } from "./menu.tsx";
export { NameField } from "./name-field.tsx";
export { Empty, ErrorNote, errorText, Loading } from "./notes.tsx";
export { RenameDialog } from "./rename-dialog.tsx";
export { Search } from "./search.tsx";
export { Switch } from "./switch.tsx";
export { type Column, Table } from "./table.tsx";
export { Whose } from "./whose.tsx";
