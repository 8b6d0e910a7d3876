/**
 * FILES_DS in CONTEXT: files of TYPE=CONTEXT that a guest finds on its context disk. It is the one variable that always
 * passes, for oned resolves it by itself, with the rights of the user who asks (`vm_file_var_syntax.y`).
 */
import { OcciError } from "../errors.ts";
import { checkCharacters } from "../opennebula/template-writer.ts";
import { field, say } from "../wording.ts";

const FILES_DS = field("context", "FILES_DS");

/** oned looks each of them up while it makes the machine. */
const MOST_FILES = 100;
const NAME_BYTES = 128;

const BY_ID = /IMAGE_ID[ \t]*=[ \t]*(?:"(?<quotedId>\d{1,10})"|(?<id>\d{1,10}))/;
const BY_NAME = /IMAGE[ \t]*=[ \t]*(?:"(?<quoted>[^"]{1,512})"|(?<name>[A-Za-z0-9]{1,128}))/;
const OWNER =
  /[ \t]*,[ \t]*(?:IMAGE_UNAME[ \t]*=[ \t]*(?:"(?<quotedOwner>[^"]{1,512})"|(?<owner>[A-Za-z0-9]{1,128}))|IMAGE_UID[ \t]*=[ \t]*"?(?<uid>\d{1,10})"?)/;
const FILE = new RegExp(
  String.raw`\s*\$FILE\[[ \t]*(?:${BY_ID.source}|${BY_NAME.source}(?:${OWNER.source})?)[ \t]*\]`,
  "iy",
);

function fault(): OcciError {
  return new OcciError(
    "INVALID_REQUEST",
    say`${FILES_DS} must name files of ${field("imageType")}=CONTEXT, and nothing else.`,
    {
      hint: 'Write $FILE[IMAGE_ID=7], $FILE[IMAGE="name"] or $FILE[IMAGE="name", IMAGE_UNAME="owner"]; separate several with blanks.',
    },
  );
}

function nameIn(text: string): string {
  const name = checkCharacters(text, FILES_DS);
  if (/[\\$\n]/.test(name) || Buffer.byteLength(name) > NAME_BYTES) throw fault();
  return `"${name}"`;
}

function fileOf(groups: Readonly<Record<string, string | undefined>>): string {
  const id = groups.quotedId ?? groups.id;
  if (id !== undefined) return `$FILE[IMAGE_ID=${Number(id)}]`;
  const name = nameIn(groups.quoted ?? groups.name ?? "");
  if (groups.uid !== undefined) return `$FILE[IMAGE=${name}, IMAGE_UID=${Number(groups.uid)}]`;
  const owner = groups.quotedOwner ?? groups.owner;
  return `$FILE[IMAGE=${name}${owner === undefined ? "" : `, IMAGE_UNAME=${nameIn(owner)}`}]`;
}

/**
 * FILES_DS as oned reads it, written anew from what was understood of it. Blank stays blank: no files.
 * @throws OcciError INVALID_REQUEST for anything but the names of files, TOO_LARGE for too many.
 */
export function filesDs(value: string): string {
  const files: string[] = [];
  let at = 0;
  const end = value.trimEnd().length;
  while (at < end) {
    FILE.lastIndex = at;
    const found = FILE.exec(value);
    if (found === null) throw fault();
    if (files.length === MOST_FILES) {
      throw new OcciError("TOO_LARGE", say`${FILES_DS} can name at most ${MOST_FILES} files.`);
    }
    files.push(fileOf(found.groups ?? {}));
    at = FILE.lastIndex;
  }
  return files.join(" ");
}
