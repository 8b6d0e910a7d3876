/** The notes in place of a list: it is loading, it failed, it is empty, or nothing matches. */
import type { ApiError } from "../problem.ts";
import type { IconName } from "./icon.tsx";
import { Empty, ErrorNote, Loading } from "./notes.tsx";

interface ListNotesProps {
  /** The whole list; undefined before it was read. */
  readonly all: readonly unknown[] | undefined;
  readonly error: ApiError | undefined;
  readonly retry: () => void;
  readonly icon: IconName;
  readonly texts: { readonly none: string; readonly noneNote: string; readonly noMatch: (search: string) => string };
  /** The search that nothing matches. */
  readonly missed: string | undefined;
}

export function ListNotes({ all, error, retry, icon, texts, missed }: ListNotesProps) {
  return (
    <>
      {error !== undefined && <ErrorNote error={error} retry={retry} />}
      {all === undefined && error === undefined && <Loading />}
      {all?.length === 0 && (
        <Empty icon={icon} title={texts.none}>
          <p>{texts.noneNote}</p>
        </Empty>
      )}
      {missed !== undefined && <Empty icon="search" title={texts.noMatch(missed)} />}
    </>
  );
}
